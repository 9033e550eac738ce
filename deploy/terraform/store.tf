# The store, as `codecsmith store init` makes it and every start checks it; TerraformTableTest holds the table to that.
resource "aws_dynamodb_table" "records" {
  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = !var.disposable

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  attribute {
    name = "by_iteration"
    type = "S"
  }

  attribute {
    name = "by_rank"
    type = "S"
  }

  attribute {
    name = "by_bitstreams"
    type = "S"
  }

  local_secondary_index {
    name               = "lines"
    range_key          = "by_iteration"
    projection_type    = "INCLUDE"
    non_key_attributes = ["line_text", "status_label", "experiment_id"]
  }

  local_secondary_index {
    name               = "ranks"
    range_key          = "by_rank"
    projection_type    = "INCLUDE"
    non_key_attributes = ["line_text"]
  }

  local_secondary_index {
    name               = "bitstreams"
    range_key          = "by_bitstreams"
    projection_type    = "INCLUDE"
    non_key_attributes = ["program_sha256", "experiment_id"]
  }

  # DynamoDB encrypts every table; no key of ours is needed for that.
  point_in_time_recovery {
    enabled = true
  }
}

resource "aws_s3_bucket" "artifacts" {
  bucket        = var.bucket
  force_destroy = var.disposable
}

# A machine that was taken over may overwrite and delete artifacts, but not what they were: no role may delete versions.
resource "aws_s3_bucket_versioning" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  rule {
    bucket_key_enabled = var.kms_key_arn != ""

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn == "" ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key_arn == "" ? null : var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "artifacts" {
  bucket                  = aws_s3_bucket.artifacts.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# What a killed upload left is paid for and never seen. No artifact ever expires: records name it by its hash.
resource "aws_s3_bucket_lifecycle_configuration" "artifacts" {
  bucket     = aws_s3_bucket.artifacts.id
  depends_on = [aws_s3_bucket_versioning.artifacts]

  rule {
    id     = "uploads-that-nobody-goes-on-with"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  rule {
    id     = "versions-that-were-replaced-or-deleted"
    status = "Enabled"

    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    expiration {
      expired_object_delete_marker = true
    }
  }
}

data "aws_iam_policy_document" "encrypted_transport_only" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.artifacts.arn, "${aws_s3_bucket.artifacts.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "artifacts" {
  bucket     = aws_s3_bucket.artifacts.id
  policy     = data.aws_iam_policy_document.encrypted_transport_only.json
  depends_on = [aws_s3_bucket_public_access_block.artifacts]
}
