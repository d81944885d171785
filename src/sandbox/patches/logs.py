"""CloudWatch Logs: every log group has a class. moto forgets it."""


def patch_models(module):
    group = module.LogGroup
    begin = group.__init__

    def init(self, *arguments, **named):
        begin(self, *arguments, **named)
        self.log_group_class = named.get("logGroupClass") or "STANDARD"

    tell = group.to_describe_dict

    def to_describe_dict(self):
        return {**tell(self), "logGroupClass": self.log_group_class}

    group.__init__ = init
    group.to_describe_dict = to_describe_dict


def patch_responses(module):
    response = module.LogsResponse
    create = response.create_log_group

    def create_log_group(self):
        answer = create(self)
        group = self.logs_backend.groups[self._get_param("logGroupName")]
        group.log_group_class = self._get_param("logGroupClass") or group.log_group_class
        return answer

    response.create_log_group = create_log_group


PATCHES = {"moto.logs.models": patch_models, "moto.logs.responses": patch_responses}
