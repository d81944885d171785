"""EC2: to AWS two calls with one client token are one call, so that a repeated call makes nothing twice.

moto takes a repeated call for a new one. A token with other parameters, and that of an instance that is gone, is refused.
"""

import json
import threading

LOCK = threading.RLock()


def once(response, method):
    """Answers a repeated call with the answer of the first."""
    from moto.ec2.exceptions import EC2ClientError

    call = getattr(response, method)

    def with_token(self):
        token = self._get_param("ClientToken")
        if not token:
            return call(self)
        parameters = {name: value for name, value in self._get_params().items() if name != "ClientToken"}
        parameters = json.dumps(parameters, sort_keys=True, default=str)
        with LOCK:
            known = self.ec2_backend.__dict__.setdefault("sandbox_tokens", {})
            if (method, token) not in known:
                known[method, token] = (parameters, call(self))
            first, answer = known[method, token]
        if first != parameters:
            raise EC2ClientError(
                "IdempotentParameterMismatch",
                "The client token that was given was used before with other parameters.",
            )
        instances = getattr(answer.result, "instances", None) or []
        if instances and all(instance.state == "terminated" for instance in instances):
            raise EC2ClientError(
                "IdempotentInstanceTerminated",
                "The instance that was made with this client token is terminated.",
            )
        return answer

    setattr(response, method, with_token)


def patch_filters(module):
    module.filter_dict_attribute_mapping["client-token"] = "client_token"


PATCHES = {
    "moto.ec2.responses.instances": lambda module: once(module.InstanceResponse, "run_instances"),
    "moto.ec2.responses.nat_gateways": lambda module: once(module.NatGateways, "create_nat_gateway"),
    "moto.ec2.responses.route_tables": lambda module: once(module.RouteTables, "create_route_table"),
    "moto.ec2.responses.vpcs": lambda module: once(module.VPCs, "create_vpc_endpoint"),
    "moto.ec2.utils": patch_filters,
}
