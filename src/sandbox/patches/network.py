"""EC2 networks: AWS refuses to delete what is in use, and an endpoint has interfaces of its own.

moto deletes a subnet with interfaces in it, and a group that others refer to. It gives the interface of an endpoint an
address of another network, no group and no owner, and lets it go at once, where AWS takes its time.
"""

import copy
import sys
import time

# How long an endpoint that is deleted lingers with its interfaces, in seconds: minutes at AWS.
LINGER = 1.0


def others(backend, service):
    """The backend of another service for the same account and region, if anybody has used that service."""
    module = sys.modules.get(f"moto.{service}.models")
    return getattr(module, f"{service}_backends")[backend.account_id][backend.region_name] if module else None


def balancers(backend):
    elb = others(backend, "elbv2")
    return elb.load_balancers.values() if elb else []


def databases(backend):
    rds = others(backend, "rds")
    return rds.databases.values() if rds else []


def subnet_in_use(backend, subnet_id):
    if any(eni.subnet.id == subnet_id for eni in backend.enis.values() if not gone(eni)):
        return True
    if any(gate.subnet_id == subnet_id and gate.state != "deleted" for gate in backend.nat_gateways.values()):
        return True
    if any(subnet.id == subnet_id for balancer in balancers(backend) for subnet in balancer.subnets):
        return True
    rds = others(backend, "rds")
    groups = rds.subnet_groups.values() if rds else []
    return any(subnet.id == subnet_id for group in groups for subnet in group._subnets)


def gone(eni):
    return eni.instance is not None and eni.instance._state.name == "terminated"


def group_in_use(backend, group_id):
    for groups in backend.groups.values():
        for group in groups.values():
            if group.id == group_id:
                continue
            for rule in [*group.ingress_rules, *group.egress_rules]:
                if rule.source_group.get("GroupId") == group_id:
                    return True
    for eni in backend.enis.values():
        if not gone(eni) and any(group.id == group_id for group in eni.group_set if group):
            return True
    if any(group_id in balancer.security_groups for balancer in balancers(backend) if balancer.security_groups):
        return True
    return any(group_id in database.vpc_security_group_ids for database in databases(backend))


def patch_subnets(module):
    from moto.ec2.exceptions import DependencyViolationError

    delete = module.SubnetBackend.delete_subnet

    def delete_subnet(self, subnet_id):
        bury(self)
        if subnet_in_use(self, subnet_id):
            raise DependencyViolationError(f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
        return delete(self, subnet_id)

    module.SubnetBackend.delete_subnet = delete_subnet


def patch_groups(module):
    from moto.ec2.exceptions import DependencyViolationError

    delete = module.SecurityGroupBackend.delete_security_group

    def delete_security_group(self, name=None, group_id=None):
        bury(self)
        group = self.get_security_group_by_name_or_id(group_id or name)
        if group and group_in_use(self, group.id):
            raise DependencyViolationError(f"resource {group.id} has a dependent object")
        return delete(self, name, group_id)

    module.SecurityGroupBackend.delete_security_group = delete_security_group

    # A rule is the same whatever people say of it: so its description can change.
    rule = module.SecurityGroupRule
    same = rule.__eq__

    def bare(one):
        copied = copy.copy(one)
        copied.source_group = {key: value for key, value in one.source_group.items() if key != "Description"}
        return copied

    def description(self):
        return self.ip_range.get("Description") or self.source_group.get("Description")

    rule.__eq__ = lambda self, other: same(bare(self), bare(other))
    rule.description = property(description)


def patch_gateways(module):
    delete = module.NatGatewayBackend.delete_nat_gateway

    def delete_nat_gateway(self, nat_gateway_id):
        gateway = delete(self, nat_gateway_id)
        self.enis.pop(gateway._eni.id, None)
        return gateway

    module.NatGatewayBackend.delete_nat_gateway = delete_nat_gateway


def bury(backend):
    """Takes away the endpoints whose time has come, and their interfaces."""
    for endpoint_id, endpoint in list(backend.vpc_end_points.items()):
        if time.monotonic() >= getattr(endpoint, "sandbox_end", float("inf")):
            for eni_id in endpoint.network_interface_ids:
                backend.enis.pop(eni_id, None)
            del backend.vpc_end_points[endpoint_id]


def dress(backend, endpoint, eni_id):
    """Makes an interface that of an endpoint."""
    eni = backend.enis[eni_id]
    eni.status = "in-use"
    eni.interface_type = "vpc_endpoint"
    eni.requester_managed = True
    eni.description = f"VPC Endpoint Interface {endpoint.id}"
    groups = [backend.get_security_group_from_id(group) for group in endpoint.security_group_ids]
    if groups:
        eni._group_set = groups


def patch_endpoints(module):
    backend = module.VPCBackend
    create, modify = backend.create_vpc_endpoint, backend.modify_vpc_endpoint
    delete, describe = backend.delete_vpc_endpoints, backend.describe_vpc_endpoints

    def interface_in(self, subnet_id):
        return self.create_network_interface(subnet_id, None).id

    def create_vpc_endpoint(self, *arguments, **named):
        endpoint = create(self, *arguments, **named)
        if (endpoint.vpc_endpoint_type or "").lower() == "interface" and not endpoint.security_group_ids:
            default = self.get_default_security_group(endpoint.vpc_id)
            endpoint.security_group_ids = [default.id] if default else []
        if endpoint.network_interface_ids:
            for eni_id in endpoint.network_interface_ids:
                self.enis.pop(eni_id, None)
            endpoint.network_interface_ids = [interface_in(self, subnet) for subnet in endpoint.subnet_ids or []]
            for eni_id in endpoint.network_interface_ids:
                dress(self, endpoint, eni_id)
        return endpoint

    def modify_vpc_endpoint(self, *arguments, **named):
        endpoint = self.vpc_end_points[arguments[0] if arguments else named["vpc_id"]]
        before = list(endpoint.route_table_ids or [])
        modify(self, *arguments, **named)
        # The routes to an endpoint are where its tables are.
        prefix_list = endpoint.destination_prefix_list_id
        for table in [table for table in before if prefix_list and table not in endpoint.route_table_ids]:
            self.delete_route(table, prefix_list)
        for table in [table for table in endpoint.route_table_ids or [] if prefix_list and table not in before]:
            self.create_route(table, None, destination_prefix_list_id=prefix_list, gateway_id=endpoint.id)
        if (endpoint.vpc_endpoint_type or "").lower() != "interface":
            return
        kept = []
        for eni_id in endpoint.network_interface_ids:
            eni = self.enis.get(eni_id)
            if eni and eni.subnet.id in endpoint.subnet_ids:
                kept.append(eni_id)
            else:
                self.enis.pop(eni_id, None)
        covered = {self.enis[eni_id].subnet.id for eni_id in kept}
        kept += [interface_in(self, subnet) for subnet in endpoint.subnet_ids if subnet not in covered]
        endpoint.network_interface_ids = kept
        for eni_id in kept:
            dress(self, endpoint, eni_id)

    def delete_vpc_endpoints(self, vpce_ids=None):
        for endpoint_id in vpce_ids or []:
            endpoint = self.vpc_end_points.get(endpoint_id)
            if endpoint is None or hasattr(endpoint, "sandbox_end"):
                continue
            interfaces = {eni_id: self.enis[eni_id] for eni_id in endpoint.network_interface_ids if eni_id in self.enis}
            endpoint.vpc_endpoint_type = endpoint.vpc_endpoint_type or "Gateway"
            delete(self, [endpoint_id])
            self.enis.update(interfaces)
            endpoint.state = "deleting"
            endpoint.sandbox_end = time.monotonic() + (LINGER if interfaces else 0)

    def describe_vpc_endpoints(self, vpc_end_point_ids, filters=None):
        bury(self)
        return describe(self, vpc_end_point_ids, filters)

    backend.create_vpc_endpoint = create_vpc_endpoint
    backend.modify_vpc_endpoint = modify_vpc_endpoint
    backend.delete_vpc_endpoints = delete_vpc_endpoints
    backend.describe_vpc_endpoints = describe_vpc_endpoints


def patch_endpoint_responses(module):
    responses = module.VPCs
    modify = responses.modify_vpc_endpoint

    def modify_vpc_endpoint(self):
        answer = modify(self)
        private = self._get_param("PrivateDnsEnabled")
        if private is not None:
            self.ec2_backend.vpc_end_points[self._get_param("VpcEndpointId")].private_dns_enabled = private
        return answer

    responses.modify_vpc_endpoint = modify_vpc_endpoint


PATCHES = {
    "moto.ec2.responses.vpcs": patch_endpoint_responses,
    "moto.ec2.models.subnets": patch_subnets,
    "moto.ec2.models.security_groups": patch_groups,
    "moto.ec2.models.nat_gateways": patch_gateways,
    "moto.ec2.models.vpcs": patch_endpoints,
}
