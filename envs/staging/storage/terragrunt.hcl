# The bucket of static assets. It stands alone.

include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../../modules//storage"
}

inputs = {
  enable_versioning    = false
  force_destroy        = true
  cors_allowed_origins = ["https://staging.example.com"]
}
