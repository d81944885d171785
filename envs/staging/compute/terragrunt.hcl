# The services on Fargate behind the load balancer, asleep outside of working hours.

include "root" {
  path = find_in_parent_folders("root.hcl")
}

locals {
  environment = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

terraform {
  source = "../../../modules//compute"
}

dependency "network" {
  config_path = "../network"

  mock_outputs = {
    vpc_id            = "vpc-0123456789abcdef0"
    public_subnet_ids = ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"]
  }
  mock_outputs_allowed_terraform_commands = ["validate", "plan"]
}

dependency "security" {
  config_path = "../security"

  mock_outputs = {
    alb_security_group_id = "sg-0123456789abcdef2"
    ecs_security_group_id = "sg-0123456789abcdef3"
    execution_role_arn    = "arn:aws:iam::123456789012:role/mock-execution"
    task_role_arn         = "arn:aws:iam::123456789012:role/mock-task"
  }
  mock_outputs_allowed_terraform_commands = ["validate", "plan"]
}

dependency "ecr" {
  config_path = "../ecr"

  mock_outputs = {
    repository_urls = {
      web = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/mock-web"
      api = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com/mock-api"
    }
  }
  mock_outputs_allowed_terraform_commands = ["validate", "plan"]
}

dependency "database" {
  config_path = "../database"

  mock_outputs = {
    parameter_arns = {
      DATABASE_URL = "arn:aws:ssm:ap-northeast-1:123456789012:parameter/mock/DATABASE_URL"
    }
  }
  mock_outputs_allowed_terraform_commands = ["validate", "plan"]
}

inputs = {
  region             = local.environment.region
  vpc_id             = dependency.network.outputs.vpc_id
  subnet_ids         = dependency.network.outputs.public_subnet_ids
  execution_role_arn = dependency.security.outputs.execution_role_arn
  task_role_arn      = dependency.security.outputs.task_role_arn

  alb_security_group_ids  = [dependency.security.outputs.alb_security_group_id]
  task_security_group_ids = [dependency.security.outputs.ecs_security_group_id]

  services = {
    web = {
      image             = "${dependency.ecr.outputs.repository_urls["web"]}:latest"
      container_port    = 3000
      health_check_path = "/"
      environment       = { NODE_ENV = "production" }
      secrets           = { DATABASE_URL = dependency.database.outputs.parameter_arns["DATABASE_URL"] }
    }
    api = {
      image             = "${dependency.ecr.outputs.repository_urls["api"]}:latest"
      container_port    = 4000
      health_check_path = "/api/health"
      path_patterns     = ["/api/*"]
      environment       = { NODE_ENV = "production" }
      secrets           = { DATABASE_URL = dependency.database.outputs.parameter_arns["DATABASE_URL"] }
    }
  }

  # Monday to Friday, 9:00 to 22:00 in Tokyo.
  enable_schedule = true
  schedules = {
    start = "cron(0 0 ? * MON-FRI *)"
    stop  = "cron(0 13 ? * MON-FRI *)"
  }

  enable_autoscaling = false
}
