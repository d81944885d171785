variable "project" {
  description = "Name of the project; the first part of every name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.project))
    error_message = "The project must be 3 to 20 lower-case letters, digits and dashes, and start with a letter."
  }
}

variable "environment" {
  description = "Name of the environment, such as staging; the second part of every name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,9}$", var.environment))
    error_message = "The environment must be 2 to 10 lower-case letters and digits, and start with a letter."
  }
}

variable "region" {
  description = "Region of the endpoints, such as ap-northeast-1."
  type        = string
}

variable "vpc_cidr" {
  description = "Addresses of the VPC; subnets take 8 bits of it, so it is a /16 to /20."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrhost(var.vpc_cidr, 0)) && can(regex("/(1[6-9]|20)$", var.vpc_cidr))
    error_message = "The addresses must be a CIDR block of /16 to /20, such as 10.0.0.0/16."
  }
}

variable "availability_zones" {
  description = "Zones of the subnets: one public and one private subnet each."
  type        = list(string)

  validation {
    condition     = length(var.availability_zones) >= 2 && length(var.availability_zones) <= 8
    error_message = "Two to eight zones are needed: a load balancer and a database subnet group want at least two."
  }

  validation {
    condition     = length(distinct(var.availability_zones)) == length(var.availability_zones)
    error_message = "A zone is named twice."
  }
}

variable "enable_nat_gateway" {
  description = "Whether private subnets reach the internet through a NAT gateway, which costs by the hour."
  type        = bool
  default     = false
}

variable "interface_endpoints" {
  description = "Services that are reached through an interface in the VPC, by short name: the last part of the service's name."
  type        = map(string)
  default = {
    ecr_api = "ecr.api"
    ecr_dkr = "ecr.dkr"
  }
}

variable "endpoint_zones" {
  description = "In how many zones an interface endpoint stands; each costs by the hour."
  type        = number
  default     = 1

  validation {
    condition     = var.endpoint_zones >= 1
    error_message = "An endpoint needs a zone."
  }
}

variable "bastion_instance_type" {
  description = "Size of the bastion."
  type        = string
  default     = "t3.nano"
}
