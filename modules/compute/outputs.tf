output "cluster_name" {
  description = "Name of the ECS cluster."
  value       = aws_ecs_cluster.this.name
}

output "service_names" {
  description = "Names of the ECS services, by short name."
  value       = { for key, service in aws_ecs_service.this : key => service.name }
}

output "alb_dns_name" {
  description = "Host name of the load balancer."
  value       = aws_lb.this.dns_name
}

output "alb_arn_suffix" {
  description = "The load balancer, as CloudWatch names it: app/NAME/ID."
  value       = aws_lb.this.arn_suffix
}

output "alb_zone_id" {
  description = "Id of the hosted zone of the load balancer, for an alias record."
  value       = aws_lb.this.zone_id
}

output "log_group_names" {
  description = "Names of the log groups of the services, by short name."
  value       = { for key, group in aws_cloudwatch_log_group.service : key => group.name }
}

output "scheduler_function_name" {
  description = "Name of the function that starts and stops the services; null without a schedule."
  value       = one(aws_lambda_function.scheduler[*].function_name)
}
