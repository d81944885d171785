# PostgreSQL, and how to reach it, as parameters for the services.

include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../../modules//database"
}

dependency "network" {
  config_path = "../network"

  mock_outputs = {
    private_subnet_ids = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  }
  mock_outputs_allowed_terraform_commands = ["validate", "plan"]
}

dependency "security" {
  config_path = "../security"

  mock_outputs = {
    database_security_group_id = "sg-0123456789abcdef1"
  }
  mock_outputs_allowed_terraform_commands = ["validate", "plan"]
}

inputs = {
  subnet_ids         = dependency.network.outputs.private_subnet_ids
  security_group_ids = [dependency.security.outputs.database_security_group_id]

  database_name  = "bookmarkdb"
  username       = "dbadmin"
  instance_class = "db.t4g.micro"

  # A rehearsal: it may be torn down in the evening.
  deletion_protection = false
  skip_final_snapshot = true
}
