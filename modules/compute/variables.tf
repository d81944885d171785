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
  description = "Region of the logs, such as ap-northeast-1."
  type        = string
}

variable "vpc_id" {
  description = "Id of the VPC of the target groups."
  type        = string
}

variable "subnet_ids" {
  description = "Ids of the public subnets of the load balancer and the tasks, in two zones or more."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "A load balancer needs subnets of at least two zones."
  }
}

variable "alb_security_group_ids" {
  description = "Ids of the security groups of the load balancer."
  type        = list(string)
}

variable "task_security_group_ids" {
  description = "Ids of the security groups of the tasks."
  type        = list(string)
}

variable "execution_role_arn" {
  description = "ARN of the role that starts tasks."
  type        = string
}

variable "task_role_arn" {
  description = "ARN of the role that tasks run as."
  type        = string
}

variable "certificate_arn" {
  description = "ARN of the certificate of the load balancer; without one it speaks HTTP."
  type        = string
  default     = null
}

variable "services" {
  description = <<-EOT
    The services, by short name. Paths lead to a service; the one without paths gets everything else. `secrets` maps a
    variable of the container to the ARN of the parameter that holds its value.
  EOT
  type = map(object({
    image             = string
    container_port    = number
    cpu               = optional(number, 256)
    memory            = optional(number, 512)
    desired_count     = optional(number, 1)
    health_check_path = optional(string, "/")
    path_patterns     = optional(list(string), [])
    environment       = optional(map(string), {})
    secrets           = optional(map(string), {})
  }))

  validation {
    condition     = length([for service in var.services : service if length(service.path_patterns) == 0]) == 1
    error_message = "Exactly one service must have no path_patterns: it gets what no path leads elsewhere."
  }

  validation {
    condition     = alltrue([for service in var.services : contains([256, 512, 1024, 2048, 4096], service.cpu)])
    error_message = "Fargate knows 256, 512, 1024, 2048 and 4096 units of CPU."
  }
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
  default     = 7

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], var.log_retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180 or 365 days."
  }
}

variable "enable_schedule" {
  description = "Whether the services sleep outside of the hours of `schedules`."
  type        = bool
  default     = true
}

variable "schedules" {
  description = "When the services start and stop, as EventBridge expressions in UTC. The default is 9:00 and 22:00 in Tokyo."
  type = object({
    start = string
    stop  = string
  })
  default = {
    start = "cron(0 0 ? * MON-FRI *)"
    stop  = "cron(0 13 ? * MON-FRI *)"
  }
}

variable "enable_autoscaling" {
  description = "Whether services grow with their CPU."
  type        = bool
  default     = false
}

variable "autoscaling" {
  description = "Between how many tasks a service scales, and to what CPU in percent."
  type = object({
    min        = optional(number, 1)
    max        = optional(number, 4)
    target_cpu = optional(number, 70)
  })
  default = {}

  validation {
    condition     = var.autoscaling.min <= var.autoscaling.max
    error_message = "The least number of tasks is above the most."
  }
}
