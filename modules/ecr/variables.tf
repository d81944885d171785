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

variable "repositories" {
  description = "Short names of the repositories, such as web and api."
  type        = set(string)

  validation {
    condition     = length(var.repositories) > 0
    error_message = "At least one repository is needed."
  }
}

variable "kept_images" {
  description = "How many images a repository keeps; older ones expire."
  type        = number
  default     = 10

  validation {
    condition     = var.kept_images >= 1 && floor(var.kept_images) == var.kept_images
    error_message = "The number of kept images must be a whole number from 1."
  }
}

variable "scan_on_push" {
  description = "Whether every pushed image is scanned for known weaknesses."
  type        = bool
  default     = true
}

variable "force_delete" {
  description = "Whether a repository goes even with images in it."
  type        = bool
  default     = false
}
