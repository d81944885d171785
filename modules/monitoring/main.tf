locals {
  name = "${var.project}-${var.environment}"

  alarms = merge(
    {
      alb-5xx = {
        description = "The services answer with server errors"
        namespace   = "AWS/ApplicationELB"
        metric      = "HTTPCode_Target_5XX_Count"
        statistic   = "Sum"
        threshold   = var.thresholds.alb_5xx
        dimensions  = { LoadBalancer = var.alb_arn_suffix }
      }
      rds-cpu = {
        description = "The database is busy"
        namespace   = "AWS/RDS"
        metric      = "CPUUtilization"
        statistic   = "Average"
        threshold   = var.thresholds.database_cpu
        dimensions  = { DBInstanceIdentifier = var.database_identifier }
      }
      rds-connections = {
        description = "The database runs out of connections"
        namespace   = "AWS/RDS"
        metric      = "DatabaseConnections"
        statistic   = "Average"
        threshold   = var.thresholds.database_connections
        dimensions  = { DBInstanceIdentifier = var.database_identifier }
      }
    },
    {
      for key, service in var.service_names : "ecs-cpu-${key}" => {
        description = "The service ${key} is busy"
        namespace   = "AWS/ECS"
        metric      = "CPUUtilization"
        statistic   = "Average"
        threshold   = var.thresholds.ecs_cpu
        dimensions  = { ClusterName = var.cluster_name, ServiceName = service }
      }
    },
  )
}

resource "aws_sns_topic" "alarms" {
  name = "${local.name}-alarms"
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${local.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 300
  evaluation_periods  = 2

  # Nothing is measured while the services sleep.
  treat_missing_data = "notBreaching"

  alarm_actions = [aws_sns_topic.alarms.arn]
  ok_actions    = [aws_sns_topic.alarms.arn]
}
