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

variable "vpc_id" {
  description = "Id of the VPC of the security groups."
  type        = string
}

variable "bastion_security_group_id" {
  description = "Id of the security group of the bastion, which may reach the database."
  type        = string
}

variable "allowed_cidr_blocks" {
  description = "Who may reach the load balancer. Nobody, unless told."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for block in var.allowed_cidr_blocks : can(cidrhost(block, 0))])
    error_message = "Every entry must be a CIDR block, such as 203.0.113.10/32."
  }
}

variable "alb_ports" {
  description = "Ports of the load balancer, by name."
  type        = map(number)
  default = {
    HTTP  = 80
    HTTPS = 443
  }
}

variable "database_port" {
  description = "Port of the database."
  type        = number
  default     = 5432
}
