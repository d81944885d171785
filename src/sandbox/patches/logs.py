"""CloudWatch Logs: every log group has a class, and a filter of a name that is there takes its place.

moto forgets the class and how a subscription is distributed, and keeps both metric filters.
"""


def patch_models(module):
    group = module.LogGroup
    begin = group.__init__

    def init(self, *arguments, **named):
        begin(self, *arguments, **named)
        self.log_group_class = named.get("logGroupClass") or "STANDARD"

    tell = group.to_describe_dict

    def to_describe_dict(self):
        return {**tell(self), "logGroupClass": self.log_group_class}

    filters = module.MetricFilters
    add = filters.add_filter

    def add_filter(self, filter_name, filter_pattern, log_group_name, metric_transformations):
        self.delete_filter(filter_name, log_group_name)
        add(self, filter_name, filter_pattern, log_group_name, metric_transformations)

    subscription = module.SubscriptionFilter
    tell_subscription = subscription.to_json

    def subscription_to_json(self):
        told = {**tell_subscription(self), "distribution": getattr(self, "distribution", "ByLogStream")}
        return {name: value for name, value in told.items() if value is not None}

    filters.add_filter = add_filter
    subscription.to_json = subscription_to_json
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

    put_subscription = response.put_subscription_filter

    def put_subscription_filter(self):
        answer = put_subscription(self)
        group = self.logs_backend.groups[self._get_param("logGroupName")]
        found = group.subscription_filters[self._get_param("filterName")]
        found.distribution = self._get_param("distribution") or "ByLogStream"
        return answer

    response.create_log_group = create_log_group
    response.put_subscription_filter = put_subscription_filter


PATCHES = {"moto.logs.models": patch_models, "moto.logs.responses": patch_responses}
