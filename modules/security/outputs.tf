output "alb_security_group_id" {
  description = "Id of the security group of the load balancer."
  value       = aws_security_group.alb.id
}

output "ecs_security_group_id" {
  description = "Id of the security group of the tasks."
  value       = aws_security_group.ecs.id
}

output "database_security_group_id" {
  description = "Id of the security group of the database."
  value       = aws_security_group.database.id
}

output "execution_role_arn" {
  description = "ARN of the role that starts tasks."
  value       = aws_iam_role.execution.arn
}

output "task_role_arn" {
  description = "ARN of the role that tasks run as."
  value       = aws_iam_role.task.arn
}
