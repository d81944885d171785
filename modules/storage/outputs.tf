output "bucket_name" {
  description = "Name of the bucket of assets."
  value       = aws_s3_bucket.assets.bucket
}

output "bucket_arn" {
  description = "ARN of the bucket of assets."
  value       = aws_s3_bucket.assets.arn
}

output "bucket_domain_name" {
  description = "Host name of the bucket in its region."
  value       = aws_s3_bucket.assets.bucket_regional_domain_name
}
