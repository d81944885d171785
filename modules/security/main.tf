data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  name = "${var.project}-${var.environment}"

  # Only parameters of this environment are for its tasks.
  parameters_arn = join(":", [
    "arn:aws:ssm",
    data.aws_region.current.name,
    data.aws_caller_identity.current.account_id,
    "parameter/${var.project}/${var.environment}/*",
  ])
}
