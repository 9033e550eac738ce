# A fleet, where fleet_workers_max is more than 0: one Auto Scaling group of workers that take their work from a Temporal server, which you have. It
# grows with what the campaign has under way and shrinks to nothing when none runs. docs/fleet.md tells how a fleet works.
locals {
  fleet           = var.fleet_workers_max > 0
  fleet_namespace = "${local.namespace}-fleet" # its figures are not taken for those of the workers by name
  fleet_drain     = 90

  # PEM files that a machine fetches at its first start, by the option that takes them.
  temporal_files = { for option, parameter in {
    cluster-ca   = var.temporal_ca_parameter
    cluster-cert = var.temporal_certificate_parameter
    cluster-key  = var.temporal_key_parameter
  } : option => parameter if parameter != "" }

  # What a service is told of the server. systemd hands it the files as it does its token: they are root's alone where they lie.
  cluster = { for service in ["orchestrator", "worker"] : service => join(" ", concat(
    ["--cluster ${var.temporal}", "--cluster-namespace ${var.temporal_namespace}"],
    var.temporal_tls ? ["--cluster-tls"] : [],
    [for option in keys(local.temporal_files) : "--${option} /run/credentials/codecsmith-${service}.service/${option}"],
  )) }

  fleet_options = join(" ", [
    local.cluster.worker,
    "--store aws:bucket=${aws_s3_bucket.artifacts.id},region=${var.region}${var.kms_key_arn == "" ? "" : ",kms-key=${var.kms_key_arn}"}",
    "--drain ${local.fleet_drain}",
    "--cloudwatch ${local.fleet_namespace},region=${var.region}",
  ])

  temporal_secrets = var.temporal_api_key_parameter == "" ? {} : { CODECSMITH_CLUSTER_API_KEY = var.temporal_api_key_parameter }
}

# Whoever has such a machine may read what a campaign made and add to it, and delete nothing.
data "aws_iam_policy_document" "fleet" {
  statement {
    sid     = "Secrets"
    actions = ["ssm:GetParameter"]
    resources = compact([
      local.parameter_arns.worker_token, local.parameter_arns.temporal_api_key,
      local.parameter_arns.temporal_ca, local.parameter_arns.temporal_certificate, local.parameter_arns.temporal_key,
    ])
  }

  statement {
    sid       = "Bucket"
    actions   = ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetEncryptionConfiguration"]
    resources = [aws_s3_bucket.artifacts.arn]
  }

  statement {
    sid       = "Objects"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"]
    resources = ["${aws_s3_bucket.artifacts.arn}/*"]
  }

  dynamic "statement" {
    for_each = var.kms_key_arn == "" ? [] : [var.kms_key_arn]
    content {
      sid       = "Key"
      actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
      resources = [statement.value]
    }
  }

  statement {
    sid       = "Metrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"] # the action knows no resources; the namespace is what can be held

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = [local.fleet_namespace]
    }
  }
}

resource "aws_autoscaling_group" "fleet" {
  count               = local.fleet ? 1 : 0
  name_prefix         = "${var.name}-fleet-"
  min_size            = 0
  max_size            = var.fleet_workers_max
  vpc_zone_identifier = aws_subnet.main[*].id
  capacity_rebalance  = var.spot
  depends_on          = [aws_iam_role_policy.machine, aws_route_table_association.main]

  launch_template {
    id      = aws_launch_template.worker["fleet"].id
    version = aws_launch_template.worker["fleet"].latest_version
  }

  lifecycle {
    ignore_changes = [desired_capacity] # the policies below have it
  }
}

# The orchestrator sends once a minute how many experiments are under way, and at least 1 while a campaign runs.
resource "aws_autoscaling_policy" "fleet_grows" {
  count                     = local.fleet ? 1 : 0
  name                      = "${var.name}-fleet-grows"
  autoscaling_group_name    = aws_autoscaling_group.fleet[0].name
  policy_type               = "StepScaling"
  adjustment_type           = "ExactCapacity"
  metric_aggregation_type   = "Maximum"
  estimated_instance_warmup = 300

  # Bounds are counted from the alarm's threshold, 1: one or two experiments, up to eight, more.
  step_adjustment {
    metric_interval_lower_bound = 0
    metric_interval_upper_bound = 2
    scaling_adjustment          = ceil(var.fleet_workers_max / 4)
  }

  step_adjustment {
    metric_interval_lower_bound = 2
    metric_interval_upper_bound = 8
    scaling_adjustment          = ceil(var.fleet_workers_max / 2)
  }

  step_adjustment {
    metric_interval_lower_bound = 8
    scaling_adjustment          = var.fleet_workers_max
  }
}

resource "aws_cloudwatch_metric_alarm" "fleet_wanted" {
  count               = local.fleet ? 1 : 0
  alarm_name          = "${var.name}-fleet-wanted"
  alarm_description   = "A campaign runs. No fault: the fleet grows by this."
  namespace           = local.namespace
  metric_name         = "codecsmith.campaign.wanted.value"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_autoscaling_policy.fleet_grows[0].arn]
}

resource "aws_autoscaling_policy" "fleet_ends" {
  count                  = local.fleet ? 1 : 0
  name                   = "${var.name}-fleet-ends"
  autoscaling_group_name = aws_autoscaling_group.fleet[0].name
  policy_type            = "SimpleScaling"
  adjustment_type        = "ExactCapacity"
  scaling_adjustment     = 0
}

resource "aws_cloudwatch_metric_alarm" "fleet_idle" {
  count               = local.fleet ? 1 : 0
  alarm_name          = "${var.name}-fleet-idle"
  alarm_description   = "For 10 minutes no campaign has run. No fault: the fleet ends by this. An orchestrator that says nothing changes nothing."
  namespace           = local.namespace
  metric_name         = "codecsmith.campaign.wanted.value"
  statistic           = "Maximum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 60
  evaluation_periods  = 10
  treat_missing_data  = "ignore"
  alarm_actions       = [aws_autoscaling_policy.fleet_ends[0].arn]
}
