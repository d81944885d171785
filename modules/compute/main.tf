locals {
  name = "${var.project}-${var.environment}"

  # The one without paths is where the load balancer sends everything else.
  default_service = one([for key, service in var.services : key if length(service.path_patterns) == 0])
  routed_services = { for key, service in var.services : key => service if length(service.path_patterns) > 0 }
}

resource "aws_ecs_cluster" "this" {
  name = "${local.name}-cluster"

  setting {
    name  = "containerInsights"
    value = "disabled"
  }
}

resource "aws_cloudwatch_log_group" "service" {
  for_each = var.services

  name              = "/ecs/${local.name}-${each.key}"
  retention_in_days = var.log_retention_days
}
