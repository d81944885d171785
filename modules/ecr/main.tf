locals {
  names = { for repository in var.repositories : repository => "${var.project}-${var.environment}-${repository}" }
}

resource "aws_ecr_repository" "this" {
  for_each = local.names

  name                 = each.value
  image_tag_mutability = "MUTABLE" # services run the tag `latest`
  force_delete         = var.force_delete

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }

  encryption_configuration {
    encryption_type = "AES256"
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = aws_ecr_repository.this

  repository = each.value.name
  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "Keep the last ${var.kept_images} images"
      selection = {
        tagStatus   = "any"
        countType   = "imageCountMoreThan"
        countNumber = var.kept_images
      }
      action = { type = "expire" }
    }]
  })
}
