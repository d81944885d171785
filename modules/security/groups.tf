resource "aws_security_group" "alb" {
  name        = "${local.name}-alb"
  description = "The load balancer: known addresses come in"
  vpc_id      = var.vpc_id

  # A rule without addresses is refused by AWS, so an empty list means no rule.
  dynamic "ingress" {
    for_each = length(var.allowed_cidr_blocks) > 0 ? var.alb_ports : {}

    content {
      description = "${ingress.key} from known addresses"
      protocol    = "tcp"
      from_port   = ingress.value
      to_port     = ingress.value
      cidr_blocks = var.allowed_cidr_blocks
    }
  }

  egress {
    description = "To the tasks"
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = { Name = "${local.name}-alb" }
}

resource "aws_security_group" "ecs" {
  name        = "${local.name}-ecs"
  description = "The tasks: only the load balancer comes in"
  vpc_id      = var.vpc_id

  ingress {
    description     = "From the load balancer"
    protocol        = "tcp"
    from_port       = 0
    to_port         = 65535
    security_groups = [aws_security_group.alb.id]
  }

  egress {
    description = "To AWS, the database and other services"
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = { Name = "${local.name}-ecs" }
}

resource "aws_security_group" "database" {
  name        = "${local.name}-database"
  description = "The database: tasks and the bastion come in"
  vpc_id      = var.vpc_id

  ingress {
    description     = "PostgreSQL from the tasks"
    protocol        = "tcp"
    from_port       = var.database_port
    to_port         = var.database_port
    security_groups = [aws_security_group.ecs.id]
  }

  ingress {
    description     = "PostgreSQL from the bastion"
    protocol        = "tcp"
    from_port       = var.database_port
    to_port         = var.database_port
    security_groups = [var.bastion_security_group_id]
  }

  tags = { Name = "${local.name}-database" }
}
