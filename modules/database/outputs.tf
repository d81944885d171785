output "instance_identifier" {
  description = "Identifier of the instance."
  value       = aws_db_instance.this.identifier
}

output "address" {
  description = "Host name of the database."
  value       = aws_db_instance.this.address
}

output "port" {
  description = "Port of the database."
  value       = aws_db_instance.this.port
}

output "database_name" {
  description = "Name of the first database."
  value       = aws_db_instance.this.db_name
}

output "database_url" {
  description = "The whole connection, password included."
  value       = local.connection["DATABASE_URL"]
  sensitive   = true
}

output "parameter_arns" {
  description = "ARNs of the parameters that hold the connection, by name of the variable: DATABASE_URL, DATABASE_HOST, …"
  value       = { for name, parameter in aws_ssm_parameter.connection : name => parameter.arn }
}
