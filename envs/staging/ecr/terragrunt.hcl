# Repositories for the images of the services.

include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../../modules//ecr"
}

inputs = {
  repositories = ["web", "api"]

  # A rehearsal may go as a whole, images included.
  force_delete = true
}
