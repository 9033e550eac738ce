locals {
  worker_port       = 8080
  orchestrator_port = 8090
  namespace         = "codecsmith"
  zone              = "${var.name}.internal"
  worker_names      = [for n in range(1, var.workers + 1) : "worker-${n}.${local.zone}"]
  store             = "aws:table=${aws_dynamodb_table.records.name},bucket=${aws_s3_bucket.artifacts.id},region=${var.region}${var.kms_key_arn == "" ? "" : ",kms-key=${var.kms_key_arn}"}"

  # The orchestrator asks all workers, or has a fleet, keeps campaigns in the table and the bucket, and tells of incidents.
  orchestrator_settings = {
    CODECSMITH_OPTIONS = join(" ", concat(
      local.fleet ? [local.cluster.orchestrator] : [for name in local.worker_names : "--worker http://${name}:${local.worker_port}"],
      ["--cloudwatch ${local.namespace},region=${var.region}"],
    ))
    CODECSMITH_STORE  = local.store
    CODECSMITH_ALERTS = "sns=${aws_sns_topic.alerts.arn}"
  }

  parameter_prefix = "arn:aws:ssm:${var.region}:${data.aws_caller_identity.here.account_id}:parameter/"
  parameter_arns = { for name, parameter in {
    token                = var.token_parameter
    worker_token         = var.worker_token_parameter
    model_key            = var.model_key_parameter
    temporal_api_key     = var.temporal_api_key_parameter
    temporal_ca          = var.temporal_ca_parameter
    temporal_certificate = var.temporal_certificate_parameter
    temporal_key         = var.temporal_key_parameter
  } : name => parameter == "" ? "" : "${local.parameter_prefix}${trimprefix(parameter, "/")}" }

  # What ./machine.sh is told on every machine.
  machine = {
    region     = var.region
    repository = var.repository
    revision   = var.revision

    stop_seconds = 0 # as the unit has it
    files        = {}
  }
}

# Ubuntu 24.04: it has a JDK 25, and its systemd knows all that the units ask of it.
data "aws_ami" "ubuntu" {
  owners      = ["099720109477"] # Canonical's account
  most_recent = true

  filter {
    name   = "name"
    values = ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"]
  }
}
