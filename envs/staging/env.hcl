# What sets this environment apart from the others.

locals {
  project            = "bookmark-manager"
  name               = "staging"
  region             = "ap-northeast-1"
  availability_zones = ["ap-northeast-1a", "ap-northeast-1c"]
  vpc_cidr           = "10.0.0.0/16"
}
