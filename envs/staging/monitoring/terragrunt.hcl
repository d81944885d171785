# Alarms on the load balancer, the services and the database.

include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../../modules//monitoring"
}

dependency "compute" {
  config_path = "../compute"

  mock_outputs = {
    alb_arn_suffix = "app/mock/0123456789abcdef"
    cluster_name   = "mock-cluster"
    service_names  = { web = "mock-web", api = "mock-api" }
  }
  mock_outputs_allowed_terraform_commands = ["validate", "plan"]
}

dependency "database" {
  config_path = "../database"

  mock_outputs = {
    instance_identifier = "mock-db"
  }
  mock_outputs_allowed_terraform_commands = ["validate", "plan"]
}

inputs = {
  alb_arn_suffix      = dependency.compute.outputs.alb_arn_suffix
  cluster_name        = dependency.compute.outputs.cluster_name
  service_names       = dependency.compute.outputs.service_names
  database_identifier = dependency.database.outputs.instance_identifier
}
