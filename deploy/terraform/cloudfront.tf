# https to the orchestrator for people outside: CloudFront reaches it within the VPC, so the machine is open to nobody else.
resource "aws_cloudfront_vpc_origin" "orchestrator" {
  count = var.cloudfront ? 1 : 0

  vpc_origin_endpoint_config {
    name                   = "${var.name}-orchestrator"
    arn                    = aws_instance.orchestrator.arn
    http_port              = local.orchestrator_port
    https_port             = 443
    origin_protocol_policy = "http-only"

    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }
}

data "aws_cloudfront_cache_policy" "none" {
  name = "Managed-CachingDisabled"
}

# With the Host that the browser asked for: the orchestrator answers its own page only, which it tells by that (deploy/check holds it).
data "aws_cloudfront_origin_request_policy" "everything" {
  name = "Managed-AllViewer"
}

resource "aws_cloudfront_distribution" "orchestrator" {
  count   = var.cloudfront ? 1 : 0
  enabled = true
  comment = "Codecsmith: pages and API of the orchestrator"

  origin {
    origin_id   = "orchestrator"
    domain_name = aws_instance.orchestrator.private_dns

    vpc_origin_config {
      vpc_origin_id            = aws_cloudfront_vpc_origin.orchestrator[0].id
      origin_read_timeout      = 60 # events come seldom; a stream that is cut is taken up again
      origin_keepalive_timeout = 60
    }
  }

  default_cache_behavior {
    target_origin_id         = "orchestrator"
    viewer_protocol_policy   = "https-only" # a redirect would come after the token has travelled unencrypted
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = data.aws_cloudfront_cache_policy.none.id
    origin_request_policy_id = data.aws_cloudfront_origin_request_policy.everything.id
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
