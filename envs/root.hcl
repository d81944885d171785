# What every unit of every environment shares. A unit includes this file; everything here is evaluated in the unit's
# own folder.

locals {
  environment = read_terragrunt_config(find_in_parent_folders("env.hcl")).locals
}

# One state a unit, beside its terragrunt.hcl. A team moves it to a bucket:
#
#   backend = "s3"
#   config = {
#     bucket       = "my-company-terraform-state"
#     key          = "${path_relative_to_include()}/terraform.tfstate"
#     region       = local.environment.region
#     encrypt      = true
#     use_lockfile = true
#   }
remote_state {
  backend = "local"

  config = {
    path = "${get_terragrunt_dir()}/terraform.tfstate"
  }

  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
}

# The provider is configured here, and nowhere in a module: tags of the bill and of the owner reach every resource.
generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite_terragrunt"

  contents = <<-EOT
    provider "aws" {
      region = "${local.environment.region}"

      default_tags {
        tags = {
          Project     = "${local.environment.project}"
          Environment = "${local.environment.name}"
          Unit        = "${path_relative_to_include()}"
          ManagedBy   = "stackctl"
        }
      }
    }
  EOT
}

# Variables that every module declares.
inputs = {
  project     = local.environment.project
  environment = local.environment.name
}
