# The VPC, its subnets and routes, private ways to ECR and S3, and the bastion.

include "root" {
  path = find_in_parent_folders("root.hcl")
}

locals {
  environment = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

terraform {
  source = "../../../modules//network"
}

inputs = {
  region             = local.environment.region
  vpc_cidr           = local.environment.vpc_cidr
  availability_zones = local.environment.availability_zones

  # Tasks run in public subnets with an address of their own, so nothing needs the NAT gateway.
  enable_nat_gateway = false
}
