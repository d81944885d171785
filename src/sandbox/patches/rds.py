"""RDS: what AWS takes and refuses.

A backup window may touch the maintenance window; moto takes that for an overlap. A subnet group stays when it is
modified, and cannot be deleted with an instance or a cluster in it; moto loses it, and deletes it.
"""


def patch_utils(module):
    overlap = module.get_overlap_between_two_date_ranges

    def without_touching(*ranges):
        # The callers ask for an overlap of at least 0 seconds.
        seconds = overlap(*ranges)
        return -1 if seconds == 0 else seconds

    module.get_overlap_between_two_date_ranges = without_touching


def patch_models(module):
    class InUse(module.RDSClientError):
        def __init__(self, name):
            super().__init__(
                "InvalidDBSubnetGroupStateFault",
                f"Cannot delete the subnet group '{name}' because at least one database instance is still using it.",
            )

    delete = module.RDSBackend.delete_subnet_group

    def delete_subnet_group(self, subnet_name):
        # moto's own property of an instance can only be written.
        names = [instance._db_subnet_group_name for instance in self.databases.values()]
        names += [cluster.db_subnet_group_name for cluster in self.clusters.values()]
        if subnet_name.lower() in (name.lower() for name in names if name):
            raise InUse(subnet_name)
        return delete(self, subnet_name)

    module.RDSBackend.delete_subnet_group = delete_subnet_group

    modify = module.RDSBackend.modify_db_subnet_group

    def modify_db_subnet_group(self, subnet_name, description, subnets):
        if subnet_name not in self.subnet_groups:
            raise module.DBSubnetGroupNotFoundError(subnet_name)
        group = modify(self, subnet_name, description, subnets)
        self.subnet_groups[subnet_name] = group
        return group

    module.RDSBackend.modify_db_subnet_group = modify_db_subnet_group

    init = module.DBSubnetGroup.__init__

    def __init__(self, *arguments, **named):
        init(self, *arguments, **named)
        self.supported_network_types = ["IPV4"]

    module.DBSubnetGroup.__init__ = __init__


PATCHES = {"moto.rds.utils": patch_utils, "moto.rds.models": patch_models}
