"""RDS: clusters as AWS tells of them.

A cluster has a ScalingConfigurationInfo only in engine mode serverless, a key only if it is encrypted, a storage type
only if it is not Aurora's standard one, and the default parameter group of its family. What is asked for of monitoring
and insights is told again; a change of the exported logs or of IAM authentication is kept.
"""

# What a call asks for, what is told of it, and what AWS takes where nothing is asked for.
KEPT = [
    ("database_insights_mode", "database_insights_mode", "standard"),
    ("db_system_id", "db_system_id", None),
    ("enable_performance_insights", "performance_insights_enabled", None),
    ("engine_lifecycle_support", "engine_lifecycle_support", "open-source-rds-extended-support"),
    ("monitoring_interval", "monitoring_interval", 0),
    ("monitoring_role_arn", "monitoring_role_arn", None),
    ("performance_insights_kms_key_id", "performance_insights_kms_key_id", None),
    ("performance_insights_retention_period", "performance_insights_retention_period", None),
]

NEWEST = {
    "aurora-mysql": {None: "8.0.mysql_aurora.3.08.2", "8.0": "8.0.mysql_aurora.3.08.2"},
    "aurora-postgresql": {None: "16.6", "14": "14.15", "15": "15.10", "16": "16.6", "17": "17.4"},
    "mysql": {None: "8.0.41", "8.0": "8.0.41", "8.4": "8.4.4"},
    "postgres": {None: "17.4", "15": "15.12", "16": "16.8", "17": "17.4"},
}


def version(engine, asked):
    """The full version that an engine runs when this one is asked for."""
    return NEWEST.get(engine, {}).get(asked, asked)


def default_group(engine, version):
    parts = version.split(".")
    return f"default.{engine}{parts[0] if engine in ('postgres', 'aurora-postgresql') else '.'.join(parts[:2])}"


def patch_models(module):
    Cluster = module.DBCluster
    info = Cluster.scaling_configuration_info.fget

    def scaling_configuration_info(self):
        return info(self) if self.engine_mode == "serverless" else None

    Cluster.scaling_configuration_info = property(scaling_configuration_info)

    init = Cluster.__init__

    def __init__(self, *arguments, **named):
        engine = named.get("engine")
        named["engine_version"] = version(engine, named.get("engine_version"))
        init(self, *arguments, **named)
        for asked, name, default in KEPT:
            value = named.get(asked)
            setattr(self, name, default if value is None else value)
        self.hosted_zone_id = "Z2R2ITUGPM61AM"
        self.preferred_maintenance_window = self.preferred_maintenance_window.lower()
        if self.engine.startswith("aurora"):
            self.storage_type = named.get("storage_type")
        if not self.storage_encrypted:
            self.kms_key_id = None
        elif not named.get("kms_key_id"):
            key = "0f1a2b3c-4d5e-4f60-8a7b-8c9d0e1f2a3b"
            self.kms_key_id = f"arn:{self.partition}:kms:{self.region}:{self.account_id}:key/{key}"
        if not named.get("db_cluster_parameter_group_name"):
            self.parameter_group = default_group(self.engine, self.engine_version)

    Cluster.__init__ = __init__

    modify = module.RDSBackend.modify_db_cluster

    def modify_db_cluster(self, kwargs):
        if kwargs["db_cluster_identifier"] not in self.clusters:
            raise module.DBClusterNotFoundError(kwargs["db_cluster_identifier"])
        cluster = self.clusters[kwargs["db_cluster_identifier"]]
        if kwargs.get("engine_version"):
            kwargs["engine_version"] = version(cluster.engine, kwargs["engine_version"])
        if kwargs.get("preferred_maintenance_window"):
            kwargs["preferred_maintenance_window"] = kwargs["preferred_maintenance_window"].lower()
        logs = kwargs.pop("cloudwatch_logs_export_configuration", None) or {}
        off = logs.get("DisableLogTypes") or logs.get("disable_log_types") or []
        on = logs.get("EnableLogTypes") or logs.get("enable_log_types") or []
        kept = [log for log in cluster.enabled_cloudwatch_logs_exports if log not in off]
        cluster.enabled_cloudwatch_logs_exports = kept + [log for log in on if log not in kept]
        if "enable_iam_database_authentication" in kwargs:
            cluster.iam_auth = kwargs.pop("enable_iam_database_authentication")
        for asked, name, _ in KEPT:
            if asked in kwargs:
                kwargs[name] = kwargs.pop(asked)
        return modify(self, kwargs)

    module.RDSBackend.modify_db_cluster = modify_db_cluster


PATCHES = {"moto.rds.models": patch_models}
