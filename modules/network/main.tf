locals {
  name = "${var.project}-${var.environment}"

  # Public subnets are 10.0.0.0/24, 10.0.1.0/24, …; private ones follow from 10.0.10.0/24.
  subnets = {
    for index, zone in var.availability_zones : zone => {
      public  = cidrsubnet(var.vpc_cidr, 8, index)
      private = cidrsubnet(var.vpc_cidr, 8, index + 10)
    }
  }
  first_zone = var.availability_zones[0]
}

resource "aws_vpc" "this" {
  cidr_block           = var.vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = "${local.name}-vpc" }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${local.name}-igw" }
}

resource "aws_subnet" "public" {
  for_each = local.subnets

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.key
  cidr_block              = each.value.public
  map_public_ip_on_launch = true

  tags = { Name = "${local.name}-public-${each.key}" }
}

resource "aws_subnet" "private" {
  for_each = local.subnets

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = each.value.private

  tags = { Name = "${local.name}-private-${each.key}" }
}
