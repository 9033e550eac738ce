# Least privilege: a worker, on whose machine programs run that nobody has read, reaches the workers' token, its own name and its figures. Clips,
# programs and results travel between it and the orchestrator, so it has no right on the store.
data "aws_caller_identity" "here" {}

data "aws_iam_policy_document" "ec2" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "artifacts" {
  statement {
    sid       = "Bucket"
    actions   = ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:GetEncryptionConfiguration"]
    resources = [aws_s3_bucket.artifacts.arn]
  }

  # Nobody here may delete a version: what a machine overwrites or deletes can be had back for a while.
  statement {
    sid       = "Objects"
    actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
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
}

# Each worker has a role of its own, so that none can take another one's name.
data "aws_iam_policy_document" "worker" {
  count = var.workers

  statement {
    sid       = "Token"
    actions   = ["ssm:GetParameter"]
    resources = [local.parameter_arns.worker_token]
  }

  statement {
    sid       = "OwnName"
    actions   = ["route53:ChangeResourceRecordSets"]
    resources = [aws_route53_zone.internal.arn]

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "route53:ChangeResourceRecordSetsNormalizedRecordNames"
      values   = [local.worker_names[count.index]]
    }

    condition {
      test     = "ForAllValues:StringEquals"
      variable = "route53:ChangeResourceRecordSetsActions"
      values   = ["UPSERT"]
    }
  }

  statement {
    sid       = "Metrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"] # the action knows no resources; the namespace is what can be held

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = [local.namespace]
    }
  }
}

data "aws_iam_policy_document" "orchestrator" {
  source_policy_documents = [data.aws_iam_policy_document.artifacts.json]

  statement {
    sid = "Records"
    actions = [
      "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem",
      "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query", "dynamodb:Scan",
    ]
    resources = [aws_dynamodb_table.records.arn, "${aws_dynamodb_table.records.arn}/index/*"]
  }

  statement {
    sid       = "Alerts"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alerts.arn]
  }

  statement {
    sid       = "Metrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"] # the action knows no resources; the namespace is what can be held

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = [local.namespace]
    }
  }

  statement {
    sid       = "Secrets"
    actions   = ["ssm:GetParameter"]
    resources = compact(values(local.parameter_arns))
  }
}

locals {
  policies = merge(
    { orchestrator = data.aws_iam_policy_document.orchestrator.json },
    { for n, document in data.aws_iam_policy_document.worker : "worker-${n + 1}" => document.json },
    local.fleet ? { fleet = data.aws_iam_policy_document.fleet.json } : {},
  )
}

resource "aws_iam_role" "machine" {
  for_each           = local.policies
  name               = "${var.name}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.ec2.json
}

resource "aws_iam_role_policy" "machine" {
  for_each = local.policies
  name     = "codecsmith"
  role     = aws_iam_role.machine[each.key].id
  policy   = each.value
}

resource "aws_iam_instance_profile" "machine" {
  for_each = aws_iam_role.machine
  name     = each.value.name
  role     = each.value.name
}
