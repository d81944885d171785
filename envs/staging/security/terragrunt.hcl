# Who may talk to whom: security groups and the roles of the tasks.

include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../../modules//security"

  # allowed_cidr_blocks; see terraform.tfvars.example.
  extra_arguments "addresses" {
    commands           = get_terraform_commands_that_need_vars()
    optional_var_files = ["${get_terragrunt_dir()}/../terraform.tfvars"]
  }
}

dependency "network" {
  config_path = "../network"

  mock_outputs = {
    vpc_id                    = "vpc-0123456789abcdef0"
    bastion_security_group_id = "sg-0123456789abcdef0"
  }
  mock_outputs_allowed_terraform_commands = ["validate", "plan"]
}

inputs = {
  vpc_id                    = dependency.network.outputs.vpc_id
  bastion_security_group_id = dependency.network.outputs.bastion_security_group_id
}
