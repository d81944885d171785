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

variable "enable_versioning" {
  description = "Whether older versions of objects are kept."
  type        = bool
  default     = false
}

variable "force_destroy" {
  description = "Whether the bucket goes even with objects in it."
  type        = bool
  default     = false
}

variable "cors_allowed_origins" {
  description = "Sites whose pages may load assets; none means no CORS at all."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.cors_allowed_origins : can(regex("^https?://[^/]+$", origin))])
    error_message = "An origin is a scheme and a host without a path, such as https://www.example.com."
  }
}

variable "temporary_days" {
  description = "How long objects under tmp/ are kept, in days."
  type        = number
  default     = 7

  validation {
    condition     = var.temporary_days >= 1
    error_message = "Objects are kept for at least a day."
  }
}

variable "infrequent_access_days" {
  description = "After how many days objects move to cheaper storage."
  type        = number
  default     = 30

  validation {
    condition     = var.infrequent_access_days >= 30
    error_message = "S3 moves objects to Standard-IA after 30 days at the earliest."
  }
}
