"""RDS: instances as AWS tells of them.

Each has a resource id of its own; moto gives all of them the same. What is asked for of monitoring, insights and the
network is told again; a major version becomes its newest minor one, with the default groups of its family; a gp3
volume has at least 3000 operations and 125 MiB a second, and takes others only from a size on. A replica is an object
of its own and not half of its source.
"""

import random
import string

# What a call asks for, what is told of it, and what AWS takes where nothing is asked for.
KEPT = [
    ("backup_target", "backup_target", "region"),
    ("database_insights_mode", "database_insights_mode", "standard"),
    ("dedicated_log_volume", "dedicated_log_volume", False),
    ("enable_customer_owned_ip", "customer_owned_ip_enabled", False),
    ("enable_performance_insights", "performance_insights_enabled", False),
    ("engine_lifecycle_support", "engine_lifecycle_support", None),
    ("monitoring_interval", "monitoring_interval", 0),
    ("monitoring_role_arn", "monitoring_role_arn", None),
    ("nchar_character_set_name", "nchar_character_set_name", None),
    ("network_type", "network_type", "IPV4"),
    ("performance_insights_kms_key_id", "performance_insights_kms_key_id", None),
    ("performance_insights_retention_period", "performance_insights_retention_period", None),
    ("replica_mode", "replica_mode", None),
    ("timezone", "timezone", None),
]

SUPPORTED = ("mysql", "postgres", "aurora-mysql", "aurora-postgresql")

NEWEST = {
    "mariadb": {None: "11.4.5", "10.6": "10.6.21", "10.11": "10.11.11", "11.4": "11.4.5"},
    "mysql": {None: "8.0.41", "8.0": "8.0.41", "8.4": "8.4.4"},
    "postgres": {None: "17.4", "13": "13.20", "14": "14.17", "15": "15.12", "16": "16.8", "17": "17.4"},
}

# From this size in GiB on a gp3 volume takes operations and throughput of one's own.
OWN_SPEED = {"mariadb": 400, "mysql": 400, "postgres": 400}

LICENCES = {"mysql": "general-public-license", "mariadb": "general-public-license", "postgres": "postgresql-license"}


def version(engine, asked):
    """The full version that an engine runs when this one is asked for."""
    return NEWEST.get(engine, {}).get(asked, asked)


def family(engine, version):
    """The family of the version's parameter groups, and the major version as it stands in an option group."""
    parts = str(version).split(".")
    if engine not in ("postgres", "aurora-postgresql"):
        return f"{engine}{'.'.join(parts[:2])}", "-".join(parts[:2])
    return f"{engine}{parts[0]}", parts[0]


def resource_id():
    return "db-" + "".join(random.choices(string.ascii_uppercase + string.digits, k=26))


def patch_models(module):
    Instance = module.DBInstance
    init, update = Instance.__init__, Instance.update

    def check_speed(engine, storage_type, size, iops, throughput):
        least = OWN_SPEED.get(engine)
        if storage_type == "gp3" and least and int(size or 0) < least and (iops or throughput):
            raise module.InvalidParameterCombination(
                f"You can't specify IOPS or storage throughput for engine {engine} and a storage size less than {least}."
            )

    def with_speed(self):
        if self.storage_type == "gp3":
            self.iops = self.iops or 3000
            self.storage_throughput = self.storage_throughput or 125

    def __init__(self, *arguments, **named):
        engine = named.get("engine")
        clustered = named.get("db_cluster_identifier") is not None
        told = "dbi_resource_id" in named  # made of another one
        if not clustered and not told:
            speed = named.get("iops"), named.get("storage_throughput")
            check_speed(engine, named.get("storage_type"), named.get("allocated_storage"), *speed)
            named["engine_version"] = version(engine, named.get("engine_version"))
            named.setdefault("license_model", LICENCES.get(engine, "license-included"))
        init(self, *arguments, **named)
        self.dbi_resource_id = resource_id()
        for asked, name, default in KEPT:
            value = named.get(asked)
            setattr(self, name, named.get(name, default) if value is None else value)
        if self.engine in SUPPORTED and not self.engine_lifecycle_support:
            self.engine_lifecycle_support = "open-source-rds-extended-support"
        if self.performance_insights_enabled and not self.performance_insights_retention_period:
            self.performance_insights_retention_period = 7
        if clustered:
            self._associated_roles = []
            return
        self.hosted_zone_id = "Z2R2ITUGPM61AM"
        with_speed(self)
        if not self.option_group_supplied:
            self.option_group_name = f"default:{self.engine}-{family(self.engine, self.engine_version)[1]}"

    def change(self, *arguments, **named):
        alone = self.db_cluster_identifier is None
        if alone:
            size = named.get("allocated_storage") or self.allocated_storage
            kind = named.get("storage_type") or self.storage_type
            check_speed(self.engine, kind, size, named.get("iops"), named.get("storage_throughput"))
        if named.get("engine_version"):
            named["engine_version"] = version(self.engine, named["engine_version"])
        for asked, name, _ in KEPT:
            if asked in named:
                named[name] = named.pop(asked)
        update(self, *arguments, **named)
        if alone:
            with_speed(self)
            if named.get("engine_version") and not self.option_group_supplied:
                self.option_group_name = f"default:{self.engine}-{family(self.engine, self.engine_version)[1]}"

    def default_db_parameter_group_details(self):
        name = family(self.engine, self.engine_version)[0]
        return name, f"default.{name}"

    def endpoint(self):
        return {"Address": self.address, "Port": self.port, "HostedZoneId": "Z2R2ITUGPM61AM"}

    Instance.__init__ = __init__
    Instance.update = change
    Instance.default_db_parameter_group_details = default_db_parameter_group_details
    Instance.endpoint = property(endpoint)

    replicate = module.RDSBackend.create_db_instance_read_replica

    def create_db_instance_read_replica(self, db_kwargs):
        tags = db_kwargs.pop("tags", None)
        logs = db_kwargs.pop("enable_cloudwatch_logs_exports", None)
        replica = replicate(self, db_kwargs)
        replica.dbi_resource_id = resource_id()
        replica.created = replica.instance_create_time = module.utcnow()
        replica.tags = tags or []
        replica.enabled_cloudwatch_logs_exports = logs or []
        replica._associated_roles = []
        replica.deletion_protection = db_kwargs.get("deletion_protection") or False
        replica.multi_az = db_kwargs.get("multi_az") or False
        replica.backup_retention_period = 0
        replica.manage_master_user_password = False
        replica.__dict__.pop("master_user_secret", None)
        for asked, name, default in KEPT:
            if name not in ("backup_target", "engine_lifecycle_support", "network_type", "timezone"):
                setattr(replica, name, db_kwargs.get(asked) or default)
        return replica

    module.RDSBackend.create_db_instance_read_replica = create_db_instance_read_replica

    promote = module.RDSBackend.promote_read_replica

    def promote_read_replica(self, *arguments, **named):
        replica = promote(self, *arguments, **named)
        replica.source_db_instance_identifier = None
        return replica

    module.RDSBackend.promote_read_replica = promote_read_replica


PATCHES = {"moto.rds.models": patch_models}
