output "repository_urls" {
  description = "Where images are pushed to and pulled from, by short name of the repository."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.repository_url }
}

output "repository_arns" {
  description = "ARNs of the repositories, by short name."
  value       = { for name, repository in aws_ecr_repository.this : name => repository.arn }
}
