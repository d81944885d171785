"""ECS services: AWS keeps every field that it is given, names the task definition by its ARN, and runs the tasks.

moto drops some fields, keeps `family:revision` as it was sent in an update, and leaves all tasks pending for ever. It
replaces a service by another of the same name, deletes a cluster with services in it, lists what is deleted, and
cannot list tagged resources beside a cluster without tags. Without security groups it fails; AWS takes the default one
of the VPC.
"""

from datetime import datetime, timezone

# Parameters of CreateService that moto forgets: name in the call, name of the attribute, what AWS puts in its place.
KEPT = [
    ("availabilityZoneRebalancing", "availability_zone_rebalancing", "DISABLED"),
    ("capacityProviderStrategy", "capacity_provider_strategy", None),
    ("enableECSManagedTags", "enable_ecs_managed_tags", False),
    ("enableExecuteCommand", "enable_execute_command", False),
    ("healthCheckGracePeriodSeconds", "health_check_grace_period_seconds", None),
    ("placementConstraints", "placement_constraints", []),
    ("placementStrategy", "placement_strategy", []),
]
DEPLOYMENT = {
    "deploymentCircuitBreaker": {"enable": False, "rollback": False},
    "maximumPercent": 200,
    "minimumHealthyPercent": 100,
    "strategy": "ROLLING",
}

DAEMON = {"maximumPercent": 100, "minimumHealthyPercent": 0}


def patch_models(module):
    from moto.ec2.models.elastic_network_interfaces import NetworkInterface
    from moto.ecs.exceptions import ECSException

    # In a VPC without host names an interface has none; moto then fails to tell of it.
    NetworkInterface.private_dns_name = ""
    backend = module.EC2ContainerServiceBackend
    validate = module.Service._validate_network

    def validate_network(self, nc):
        network = nc["awsvpcConfiguration"]
        network.setdefault("securityGroups", [])
        network.setdefault("assignPublicIp", "DISABLED")
        if network["securityGroups"]:
            return validate(self, nc)
        validate(self, {"awsvpcConfiguration": {**network, "securityGroups": None}})
        return nc

    module.Service._validate_network = validate_network

    def tasks_of(self, service):
        group = f"service:{service.name}"
        running = self.tasks.setdefault(service.cluster_name, {}).values()
        return [task for task in running if task.group == group and task.desired_status == "RUNNING"]

    def stop(self, task):
        network = module.ec2_backends[self.account_id][self.region_name]
        for attachment in task.attachments:
            for detail in attachment["details"]:
                if detail["name"] == "networkInterfaceId":
                    network.enis.pop(detail["value"], None)
        task.desired_status = "STOPPED"
        self.tasks[task.cluster_name].pop(task.task_arn, None)

    def settle(self, service):
        """Runs as many tasks as are wanted, of the task definition that is wanted."""
        wanted = service.desired_count if service.status == "ACTIVE" else 0
        if service.task_definition is None:
            return
        for task in tasks_of(self, service):
            if task.task_definition_arn != service.task_definition:
                stop(self, task)
        running = tasks_of(self, service)
        for task in running[wanted:]:
            stop(self, task)
        cluster = self._get_cluster(service.cluster_name)
        definition = self.describe_task_definition(service.task_definition)
        for _ in range(wanted - len(running)):
            task = module.Task(
                cluster,
                definition,
                None,
                {},
                backend=self,
                group=f"service:{service.name}",
                launch_type=service.launch_type or "FARGATE",
                started_by=service.deployments[0]["id"] if service.deployments else "",
                networking_configuration=service.network_configuration or None,
                platform_version=service.platform_version,
            )
            self.tasks[cluster.name][task.task_arn] = task
        service.running_count, service.pending_count = wanted, 0
        for deployment in service.deployments:
            deployment.update(
                desiredCount=wanted,
                pendingCount=0,
                runningCount=wanted,
                rolloutState="COMPLETED",
                rolloutStateReason=f"ECS deployment {deployment['id']} completed.",
                taskDefinition=service.task_definition,
                networkConfiguration=service.network_configuration or None,
                updatedAt=datetime.now(timezone.utc),
            )

    update = backend.update_service

    def update_service(self, properties):
        properties = dict(properties)
        for sent in ("enable_ecsmanaged_tags", "enable_e_c_s_managed_tags"):
            if sent in properties:
                properties["enable_ecs_managed_tags"] = properties.pop(sent)
        if properties.get("deployment_configuration"):
            properties["deployment_configuration"] = {**DEPLOYMENT, **properties["deployment_configuration"]}
        definition = properties.get("task_definition")
        if definition:
            properties["task_definition"] = self.describe_task_definition(definition).arn
        service = update(self, properties)
        settle(self, service)
        return service

    delete = backend.delete_service

    def delete_service(self, cluster_name, service_name, force):
        service = delete(self, cluster_name, service_name, force)
        settle(self, service)
        return service

    listed = backend.list_tasks

    def list_tasks(self, cluster_str, container_instance, family, started_by, service_name, desired_status):
        found = listed(self, cluster_str, container_instance, family, started_by, service_name, desired_status)
        if service_name:
            group = f"service:{service_name.split('/')[-1]}"
            found = [task for task in found if task.group == group]
        return found

    create_cluster = backend.create_cluster

    def create_cluster_with_tags(self, *arguments, **named):
        cluster = create_cluster(self, *arguments, **named)
        cluster.tags = cluster.tags or []
        return cluster

    delete_cluster = backend.delete_cluster

    def delete_empty_cluster(self, cluster_str):
        cluster = self._get_cluster(cluster_str)
        active = [service for service in self.services.values() if service.status == "ACTIVE"]
        if any(service.cluster_name == cluster.name for service in active):
            raise ECSException(
                "ClusterContainsServicesException",
                "The Cluster cannot be deleted while Services are active.",
            )
        return delete_cluster(self, cluster_str)

    def list_clusters(self):
        return [cluster.arn for cluster in self.clusters.values() if cluster.status != "INACTIVE"]

    services = backend.list_services

    def list_services(self, *arguments, **named):
        inactive = {service.arn for service in self.services.values() if service.status == "INACTIVE"}
        return [arn for arn in services(self, *arguments, **named) if arn not in inactive]

    backend.create_cluster = create_cluster_with_tags
    backend.delete_cluster = delete_empty_cluster
    backend.list_clusters = list_clusters
    backend.list_services = list_services
    backend.settle = settle
    backend.update_service = update_service
    backend.delete_service = delete_service
    backend.list_tasks = list_tasks


def patch_responses(module):
    from moto.ecs.exceptions import InvalidParameterException

    response = module.EC2ContainerServiceResponse
    create = response.create_service

    def create_service(self):
        cluster = self.ecs_backend._get_cluster(self._get_param("cluster", "default"))
        existing = self.ecs_backend.services.get(f"{cluster.name}:{self._get_param('serviceName')}")
        token = self._get_param("clientToken")
        if existing is not None and existing.status == "ACTIVE":
            if token and token == existing.sandbox_token:
                return module.ActionResult({"service": existing})
            raise InvalidParameterException("Creation of service was not idempotent.")
        answer = create(self)
        service = answer.result["service"]
        for parameter, attribute, default in KEPT:
            given = self._get_params().get(parameter)
            setattr(service, attribute, default if given is None else given)
        born = {**DEPLOYMENT, **(DAEMON if service.scheduling_strategy == "DAEMON" else {})}
        service.deployment_configuration = {**born, **(self._get_params().get("deploymentConfiguration") or {})}
        service.network_configuration = service.network_configuration or None
        service.sandbox_token = token
        service.created_at = datetime.now(timezone.utc)
        if service.launch_type == "FARGATE":
            service.platform_version = service.platform_version or "LATEST"
            service.platform_family = "Linux"
        self.ecs_backend.settle(service)
        return answer

    response.create_service = create_service


PATCHES = {"moto.ecs.models": patch_models, "moto.ecs.responses": patch_responses}
