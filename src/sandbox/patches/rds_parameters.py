"""RDS: parameters of groups. AWS says who has set each, and can reset them; moto does neither."""


def told(parameters, source):
    """The parameters as AWS tells of them; all that moto keeps were set by the user."""
    if source not in (None, "user"):
        return []
    return [{"ApplyMethod": "immediate", **one, "Source": "user", "IsModifiable": True} for one in parameters]


def reset(group, parameters, everything):
    names = list(group.parameters) if everything else [one.original_dict()["ParameterName"] for one in parameters]
    for name in names:
        group.parameters.pop(name, None)


def patch(module):
    Response, Result = module.RDSResponse, module.ActionResult

    def described(method):
        describe = getattr(Response, method)

        def described(self):
            result = describe(self).result
            return Result({"Parameters": told(result["Parameters"], self.params.get("Source"))})

        setattr(Response, method, described)

    described("describe_db_parameters")
    described("describe_db_cluster_parameters")

    def resetting(groups, key):
        def answer(self):
            name = self.params[key]
            group = getattr(self.backend, groups).get(name)
            if group is None:
                raise module.DBParameterGroupNotFoundError(name)
            reset(group, self.params.get("Parameters", []), self.params.get("ResetAllParameters", False))
            return Result({key: name})

        return answer

    Response.reset_db_parameter_group = resetting("db_parameter_groups", "DBParameterGroupName")
    Response.reset_db_cluster_parameter_group = resetting(
        "db_cluster_parameter_groups", "DBClusterParameterGroupName"
    )


PATCHES = {"moto.rds.responses": patch}
