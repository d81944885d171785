# How services reach the database. They read a parameter when they start; no password is in a task definition.

locals {
  connection = {
    DATABASE_HOST     = aws_db_instance.this.address
    DATABASE_PORT     = tostring(aws_db_instance.this.port)
    DATABASE_NAME     = var.database_name
    DATABASE_USER     = var.username
    DATABASE_PASSWORD = random_password.master.result
    DATABASE_URL = format(
      "postgresql://%s:%s@%s:%d/%s",
      var.username,
      urlencode(random_password.master.result),
      aws_db_instance.this.address,
      aws_db_instance.this.port,
      var.database_name,
    )
  }

  descriptions = {
    DATABASE_HOST     = "Host name of the database"
    DATABASE_PORT     = "Port of the database"
    DATABASE_NAME     = "Name of the database"
    DATABASE_USER     = "User of the database"
    DATABASE_PASSWORD = "Password of the user"
    DATABASE_URL      = "All of it in one URL"
  }
}

resource "aws_ssm_parameter" "connection" {
  for_each = local.descriptions

  name        = "/${var.project}/${var.environment}/${each.key}"
  description = each.value
  type        = "SecureString"
  value       = local.connection[each.key]
}
