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

variable "subnet_ids" {
  description = "Ids of the private subnets, in two zones or more."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "A subnet group needs subnets of at least two zones."
  }
}

variable "security_group_ids" {
  description = "Ids of the security groups of the instance."
  type        = list(string)
}

variable "engine_version" {
  description = "Version of PostgreSQL; the major one is enough, and AWS takes the newest of it."
  type        = string
  default     = "16"
}

variable "instance_class" {
  description = "Size of the instance."
  type        = string
  default     = "db.t4g.micro"

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "The size of an instance starts with db., such as db.t4g.micro."
  }
}

variable "allocated_storage" {
  description = "Size of the disk, in GiB."
  type        = number
  default     = 20

  validation {
    condition     = var.allocated_storage >= 20
    error_message = "gp3 starts at 20 GiB."
  }
}

variable "database_name" {
  description = "Name of the first database."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z][a-zA-Z0-9_]{0,62}$", var.database_name))
    error_message = "The name must be up to 63 letters, digits and underscores, and start with a letter."
  }
}

variable "username" {
  description = "Name of the master user."
  type        = string
  default     = "dbadmin"

  validation {
    condition     = !contains(["admin", "postgres", "rdsadmin"], lower(var.username))
    error_message = "RDS keeps this name for itself."
  }
}

variable "port" {
  description = "Port of the database."
  type        = number
  default     = 5432
}

variable "multi_az" {
  description = "Whether a second instance stands by in another zone."
  type        = bool
  default     = false
}

variable "backup_retention_days" {
  description = "How long automatic backups are kept, in days; 0 makes none."
  type        = number
  default     = 1

  validation {
    condition     = var.backup_retention_days >= 0 && var.backup_retention_days <= 35
    error_message = "Backups are kept for 0 to 35 days."
  }
}

variable "deletion_protection" {
  description = "Whether AWS refuses to delete the instance."
  type        = bool
  default     = true
}

variable "skip_final_snapshot" {
  description = "Whether the instance may go without a last snapshot."
  type        = bool
  default     = false
}
