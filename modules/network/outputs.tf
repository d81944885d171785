output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "vpc_cidr_block" {
  description = "Addresses of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "public_subnet_ids" {
  description = "Ids of the public subnets, in the order of the zones."
  value       = [for zone in var.availability_zones : aws_subnet.public[zone].id]
}

output "private_subnet_ids" {
  description = "Ids of the private subnets, in the order of the zones."
  value       = [for zone in var.availability_zones : aws_subnet.private[zone].id]
}

output "bastion_instance_id" {
  description = "Id of the bastion, as Session Manager wants it."
  value       = aws_instance.bastion.id
}

output "bastion_security_group_id" {
  description = "Id of the security group of the bastion."
  value       = aws_security_group.bastion.id
}

output "endpoint_ids" {
  description = "Ids of the VPC endpoints, by short name."
  value = merge(
    { for name, endpoint in aws_vpc_endpoint.interface : name => endpoint.id },
    { s3 = aws_vpc_endpoint.s3.id },
  )
}

output "nat_public_ip" {
  description = "Address under which private subnets appear in the internet; null without a NAT gateway."
  value       = one(aws_eip.nat[*].public_ip)
}
