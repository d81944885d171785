"""Network ACLs and DHCP options.

At AWS an ACL that is not there has a code of its own, a subnet that goes takes its association with it, and a rule for
ICMP keeps its type and code. moto reads the latter under a name that nobody sends. DHCP options have the tags that they
are made with, and are held by the VPC that uses them and by no other.
"""


def patch(module):
    from moto.ec2.exceptions import InvalidNetworkAclIdError

    backend = module.NetworkAclBackend
    describe = backend.describe_network_acls

    def describe_network_acls(self, network_acl_ids=None, filters=None):
        for acl_id in network_acl_ids or []:
            if acl_id not in self.network_acls:
                raise InvalidNetworkAclIdError(acl_id)
        for acl in self.network_acls.values():
            for key, association in list(acl._associations.items()):
                if not any(association.subnet_id in zone for zone in self.subnets.values()):
                    del acl._associations[key]
        return describe(self, network_acl_ids, filters)

    backend.describe_network_acls = describe_network_acls


def patch_responses(module):
    responses = module.NetworkACLs

    def with_icmp(make):
        def make_entry(self):
            answer = make(self)
            icmp = self._get_param("IcmpTypeCode") or {}
            number, egress = int(self._get_param("RuleNumber")), str(self._get_param("Egress")).lower()
            for entry in self.ec2_backend.get_network_acl(self._get_param("NetworkAclId")).network_acl_entries:
                if int(entry.rule_number) == number and str(entry.egress).lower() == egress and icmp:
                    entry.icmp_code, entry.icmp_type = icmp.get("Code"), icmp.get("Type")
            return answer

        return make_entry

    responses.create_network_acl_entry = with_icmp(responses.create_network_acl_entry)
    responses.replace_network_acl_entry = with_icmp(responses.replace_network_acl_entry)


def patch_dhcp(module):
    responses = module.DHCPOptions
    create = responses.create_dhcp_options

    def create_dhcp_options(self):
        answer = create(self)
        tags = self._parse_tag_specification().get("dhcp-options", {})
        answer.result["DhcpOptions"].add_tags(tags)
        return answer

    responses.create_dhcp_options = create_dhcp_options


def patch_dhcp_sets(module):
    backend = module.DHCPOptionsSetBackend
    associate = backend.associate_dhcp_options

    # A VPC that takes other options lets go of those that it had.
    def associate_dhcp_options(self, dhcp_options, vpc):
        if vpc.dhcp_options is not None and vpc.dhcp_options is not dhcp_options:
            vpc.dhcp_options.vpc = None
        associate(self, dhcp_options, vpc)

    backend.associate_dhcp_options = associate_dhcp_options


PATCHES = {
    "moto.ec2.models.dhcp_options": patch_dhcp_sets,
    "moto.ec2.models.network_acls": patch,
    "moto.ec2.responses.network_acls": patch_responses,
    "moto.ec2.responses.dhcp_options": patch_dhcp,
}
