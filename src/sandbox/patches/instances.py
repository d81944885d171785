"""EC2 instances: at AWS the groups of an instance are those of its first interface, which goes with the instance.

moto forgets groups that are given with the interface (as it is done together with a public address) or with the
instance, leaves the interface of a terminated instance behind, and knows nothing of credits, of what happens when the
hardware fails, and of secondary addresses.
"""

import base64


def patch(module):
    instance, backend = module.Instance, module.InstanceBackend
    prepare, terminate = instance.prep_nics, instance.terminate
    modify = backend.modify_instance_security_groups
    run, start = backend.run_instances, instance.__init__

    def __init__(self, *arguments, **named):
        self.credits = None
        self.recovery = "default"
        start(self, *arguments, **named)

    def prep_nics(self, nic_spec, *arguments, **named):
        prepare(self, nic_spec, *arguments, **named)
        first = self.nics.get(0)
        if first and not self.security_groups:
            self.security_groups = list(first._group_set)
        for spec in nic_spec:
            nic = self.nics.get(int(spec.get("DeviceIndex", 0)))
            for address in spec.get("PrivateIpAddresses") or []:
                ip = address.get("PrivateIpAddress")
                if nic and not address.get("Primary") and ip not in [one["PrivateIpAddress"] for one in nic.private_ip_addresses]:
                    nic.private_ip_addresses.append({"Primary": False, "PrivateIpAddress": ip})

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

    def credits_of(self):
        burstable = self.instance_type.startswith("t") and self.instance_type[1:2].isdigit()
        default = "standard" if self.instance_type.startswith("t2") else "unlimited"
        return (self.credits or default) if burstable else None

    instance.__init__ = __init__
    instance.prep_nics = prep_nics
    instance.terminate = terminate_with_interfaces
    instance.maintenance_options = property(lambda self: {"AutoRecovery": self.recovery})
    instance.credits_of = credits_of
    backend.modify_instance_security_groups = modify_instance_security_groups


def patch_responses(module):
    from moto.core.responses import ActionResult, EmptyResult

    responses = module.InstanceResponse
    run = responses.run_instances

    def run_instances(self):
        answer = run(self)
        for instance in answer.result.instances:
            instance.credits = self._get_param("CreditSpecification.CpuCredits")
            instance.recovery = self._get_param("MaintenanceOptions.AutoRecovery") or "default"
            if self._get_param("DisableApiTermination"):
                instance.disable_api_termination = True
        return answer

    def describe_instance_credit_specifications(self):
        wanted = self._get_param("InstanceIds", [])
        found = self.ec2_backend.describe_instance_credit_specifications(wanted)
        specifications = [{"InstanceId": one.id, "CpuCredits": one.credits_of()} for one in found if one.credits_of()]
        return ActionResult({"InstanceCreditSpecifications": specifications})

    def modify_instance_credit_specification(self):
        done = []
        for wish in self._get_param("InstanceCreditSpecifications", []):
            self.ec2_backend.get_instance(wish["InstanceId"]).credits = wish.get("CpuCredits")
            done.append({"InstanceId": wish["InstanceId"]})
        return ActionResult({"SuccessfulInstanceCreditSpecifications": done})

    def modify_instance_maintenance_options(self):
        instance = self.ec2_backend.get_instance(self._get_param("InstanceId"))
        instance.recovery = self._get_param("AutoRecovery") or instance.recovery
        return ActionResult({"InstanceId": instance.id, "AutoRecovery": instance.recovery})

    # The bytes of changed user data are there already; moto would take another layer of base64 off.
    parse = module.parse_user_data
    module.parse_user_data = lambda value: parse(base64.b64encode(value) if isinstance(value, bytes) else value)

    change = responses.modify_instance_attribute

    # moto takes what it does not know for a change of groups, and leaves the instance in none.
    def modify_instance_attribute(self):
        behavior = self._get_param("InstanceInitiatedShutdownBehavior.Value")
        if behavior is None:
            return change(self)
        instance = self.ec2_backend.get_instance(self._get_param("InstanceId"))
        instance.instance_initiated_shutdown_behavior = behavior
        return EmptyResult()

    responses.modify_instance_attribute = modify_instance_attribute

    def monitor(state):
        def switch(self):
            done = []
            for instance_id in self._get_param("InstanceIds", []):
                self.ec2_backend.get_instance(instance_id).monitoring_state = state
                done.append({"InstanceId": instance_id, "Monitoring": {"State": state}})
            return ActionResult({"InstanceMonitorings": done})

        return switch

    responses.run_instances = run_instances
    responses.monitor_instances = monitor("enabled")
    responses.unmonitor_instances = monitor("disabled")
    responses.describe_instance_credit_specifications = describe_instance_credit_specifications
    responses.modify_instance_credit_specification = modify_instance_credit_specification
    responses.modify_instance_maintenance_options = modify_instance_maintenance_options


def patch_interfaces(module):
    backend = module.NetworkInterfaceBackend
    modify = backend.modify_network_interface_attribute

    def modify_network_interface_attribute(self, eni_id, group_ids, *arguments, **named):
        modify(self, eni_id, group_ids, *arguments, **named)
        eni = self.get_network_interface(eni_id)
        if group_ids and eni.instance and eni.device_index == 0:
            eni.instance.security_groups = list(eni._group_set)

    backend.modify_network_interface_attribute = modify_network_interface_attribute


def patch_profiles(module):
    backend = module.IamInstanceProfileAssociationBackend
    replace = backend.replace_iam_instance_profile_association

    def replace_iam_instance_profile_association(self, *arguments, **named):
        association = replace(self, *arguments, **named)
        profile = {"Arn": association.iam_instance_profile.arn, "Id": association.association_id}
        self.modify_instance_attribute(association.instance_id, "iam_instance_profile", profile)
        return association

    backend.replace_iam_instance_profile_association = replace_iam_instance_profile_association


PATCHES = {
    "moto.ec2.models.iam_instance_profile": patch_profiles,
    "moto.ec2.models.instances": patch,
    "moto.ec2.models.elastic_network_interfaces": patch_interfaces,
    "moto.ec2.responses.instances": patch_responses,
}
