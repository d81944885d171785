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

variable "alb_arn_suffix" {
  description = "The load balancer, as CloudWatch names it: app/NAME/ID."
  type        = string
}

variable "cluster_name" {
  description = "Name of the ECS cluster."
  type        = string
}

variable "service_names" {
  description = "Names of the ECS services, by short name."
  type        = map(string)
}

variable "database_identifier" {
  description = "Identifier of the RDS instance."
  type        = string
}

variable "thresholds" {
  description = "Above what an alarm goes off: server errors in five minutes, CPU in percent, connections."
  type = object({
    alb_5xx              = optional(number, 10)
    ecs_cpu              = optional(number, 80)
    database_cpu         = optional(number, 80)
    database_connections = optional(number, 60)
  })
  default = {}

  validation {
    condition     = alltrue([for value in values(var.thresholds) : value > 0])
    error_message = "A threshold must be above 0."
  }
}
