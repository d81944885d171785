"""EC2 instances: at AWS the groups of an instance are those of its first interface, which goes with the instance.

moto forgets groups that are given with the interface (as it is done together with a public address), and leaves the
interface of a terminated instance behind.
"""


def patch(module):
    instance, backend = module.Instance, module.InstanceBackend
    prepare, terminate = instance.prep_nics, instance.terminate
    modify = backend.modify_instance_security_groups

    def prep_nics(self, *arguments, **named):
        prepare(self, *arguments, **named)
        first = self.nics.get(0)
        if first and not self.security_groups:
            self.security_groups = list(first._group_set)

    def terminate_with_interfaces(self):
        interfaces = list(self.nics.values())
        previous = terminate(self)
        for interface in interfaces:
            if interface.device_index in (0, None):
                self.ec2_backend.enis.pop(interface.id, None)
        return previous

    def modify_instance_security_groups(self, instance_id, new_group_id_list):
        changed = modify(self, instance_id, new_group_id_list)
        if 0 in changed.nics:
            changed.nics[0]._group_set = list(changed.security_groups)
        return changed

    instance.prep_nics = prep_nics
    instance.terminate = terminate_with_interfaces
    backend.modify_instance_security_groups = modify_instance_security_groups


PATCHES = {"moto.ec2.models.instances": patch}
