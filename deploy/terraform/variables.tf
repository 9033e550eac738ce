variable "name" {
  description = "Stands in the names of everything that is made."
  type        = string
  default     = "codecsmith"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "A name has up to 31 lower-case letters, digits and hyphens, a letter first."
  }
}

variable "region" {
  description = "The region, for example eu-central-1."
  type        = string
}

variable "bucket" {
  description = "Name of the bucket for artifacts. Names of buckets are the whole world's."
  type        = string
}

variable "repository" {
  description = "What git clones Codecsmith from, for example https://git.example.org/codecsmith.git."
  type        = string
}

variable "revision" {
  description = "Branch or tag of the repository. A tag, so that machines made later run the same."
  type        = string
}

variable "token_parameter" {
  description = "Name of an SSM parameter of type SecureString with the token that whoever commands the orchestrator shows, at least 16 characters. You make it, so that the token is in no state and no plan."
  type        = string
  default     = "/codecsmith/token"
}

variable "worker_token_parameter" {
  description = "Name of another such parameter, with the token that the orchestrator shows to workers. It is another one, as whoever owns a worker's machine has it."
  type        = string
  default     = "/codecsmith/worker-token"

  validation {
    condition     = var.worker_token_parameter != var.token_parameter
    error_message = "Workers have a token of their own, so that none of them can command the orchestrator."
  }
}

variable "model_key_parameter" {
  description = "Name of an SSM parameter of type SecureString with ANTHROPIC_API_KEY; empty where no model is asked."
  type        = string
  default     = ""
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that artifacts are encrypted with; empty for AES256 with keys of S3's own."
  type        = string
  default     = ""
}

variable "disposable" {
  description = "Whether terraform destroy takes the table and the bucket along, with all that is in them. Applied before it."
  type        = bool
  default     = false
}

variable "workers" {
  description = "How many workers. Each is an Auto Scaling group of one machine, which is replaced when it fails, under a name that stays."
  type        = number
  default     = 2

  validation {
    condition     = var.workers >= 0 && var.workers <= 20
    error_message = "From 1 to 20 workers, or 0 where a fleet does the work; for more there is fleet_workers_max."
  }
}

variable "worker_type" {
  description = "Instance type of the workers, x86-64. As many experiments run at once as it has cores."
  type        = string
  default     = "c7i.2xlarge"
}

variable "spot" {
  description = "Whether workers are spot instances: cheaper, and taken away at any time, which costs what the worker was doing."
  type        = bool
  default     = false
}

variable "orchestrator_type" {
  description = "Instance type of the orchestrator, x86-64. No program runs there."
  type        = string
  default     = "t3.medium"
}

variable "disk_gibibytes" {
  description = "Size of each machine's disk, for clips, caches and results that wait."
  type        = number
  default     = 100
}

variable "alarm_email" {
  description = "Who is told of alarms by e-mail, and confirms that once; empty for nobody. Others subscribe to the topic."
  type        = string
  default     = ""
}

variable "cloudfront" {
  description = "Whether the orchestrator's address is reached over https through CloudFront. Without it, only from within the VPC."
  type        = bool
  default     = true
}

variable "key_name" {
  description = "Name of the EC2 key pair that lets you in by ssh, through an endpoint that AWS guards; empty for no way in."
  type        = string
  default     = ""
}

variable "fleet_workers_max" {
  description = "How many workers a fleet may have at most, which takes its work from the Temporal server in temporal; 0 for none. With a fleet, set workers to 0."
  type        = number
  default     = 0

  validation {
    condition     = var.fleet_workers_max >= 0 && var.fleet_workers_max <= 1000
    error_message = "From 0 to 1000 workers."
  }
}

variable "temporal" {
  description = "HOST:PORT of the Temporal server, as the machines reach it; only for a fleet."
  type        = string
  default     = "temporal.invalid:7233"

  validation {
    condition     = can(regex("^[A-Za-z0-9.-]+:[0-9]{1,5}$", var.temporal))
    error_message = "A Temporal server is written HOST:PORT."
  }
}

variable "temporal_namespace" {
  description = "The namespace there."
  type        = string
  default     = "default"
}

variable "temporal_api_key_parameter" {
  description = "Name of an SSM parameter of type SecureString with the API key for Temporal Cloud; empty for none. With one, TLS is used."
  type        = string
  default     = ""
}

variable "temporal_tls" {
  description = "Whether the Temporal server is reached by TLS, with a certificate that the machines trust. An API key, authorities or a certificate of one's own bring TLS along."
  type        = bool
  default     = false
}

variable "temporal_ca_parameter" {
  description = "Name of an SSM parameter with the authorities (PEM) that the Temporal server's certificate is checked against; empty for those that the machines trust."
  type        = string
  default     = ""
}

variable "temporal_certificate_parameter" {
  description = "Name of an SSM parameter with the certificate (PEM) that orchestrator and fleet show to the Temporal server (mTLS); empty for none. Where it is longer than 4 KiB the parameter must be an advanced one."
  type        = string
  default     = ""
}

variable "temporal_key_parameter" {
  description = "Name of an SSM parameter of type SecureString with the certificate's key (PEM, PKCS#8 without a password)."
  type        = string
  default     = ""

  validation {
    condition     = (var.temporal_key_parameter == "") == (var.temporal_certificate_parameter == "")
    error_message = "A certificate and its key go together: temporal_certificate_parameter and temporal_key_parameter."
  }
}
