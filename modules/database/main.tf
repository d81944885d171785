locals {
  name = "${var.project}-${var.environment}"
}

resource "random_password" "master" {
  length  = 32
  special = true

  # RDS takes no slash, quote, at sign or space.
  override_special = "!#$%&*()-_=+[]{}<>:?"
}

resource "aws_db_subnet_group" "this" {
  name        = "${local.name}-db"
  description = "Private subnets of ${local.name}"
  subnet_ids  = var.subnet_ids
}

resource "aws_db_instance" "this" {
  identifier     = "${local.name}-db"
  engine         = "postgres"
  engine_version = var.engine_version
  instance_class = var.instance_class

  db_name  = var.database_name
  username = var.username
  password = random_password.master.result
  port     = var.port

  storage_type      = "gp3"
  allocated_storage = var.allocated_storage
  storage_encrypted = true

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = var.security_group_ids
  publicly_accessible    = false
  multi_az               = var.multi_az

  # At night in Tokyo; the times are UTC.
  backup_retention_period    = var.backup_retention_days
  backup_window              = "17:00-18:00"
  maintenance_window         = "sun:18:00-sun:19:00"
  auto_minor_version_upgrade = true
  copy_tags_to_snapshot      = true

  enabled_cloudwatch_logs_exports = ["postgresql"]

  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = var.skip_final_snapshot
  final_snapshot_identifier = var.skip_final_snapshot ? null : "${local.name}-db-final"
}
