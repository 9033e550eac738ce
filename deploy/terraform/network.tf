# Two subnets in two zones, so that a worker that is lost with its zone comes back in the other one.
data "aws_availability_zones" "here" {
  state = "available"
}

resource "aws_vpc" "main" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = var.name }
}

resource "aws_subnet" "main" {
  count                   = 2
  vpc_id                  = aws_vpc.main.id
  availability_zone       = data.aws_availability_zones.here.names[count.index]
  cidr_block              = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  map_public_ip_on_launch = true # to fetch packages and ask models; the security groups let nobody in
  tags                    = { Name = "${var.name}-${count.index + 1}" }
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = var.name }
}

resource "aws_route_table" "main" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = var.name }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_route_table_association" "main" {
  count          = 2
  subnet_id      = aws_subnet.main[count.index].id
  route_table_id = aws_route_table.main.id
}

# Clips and artifacts do not go through the Internet, and cost nothing on the way.
resource "aws_vpc_endpoint" "store" {
  for_each          = toset(["s3", "dynamodb"])
  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.main.id]
}

resource "aws_security_group" "orchestrator" {
  name_prefix = "${var.name}-orchestrator-"
  description = "Codecsmith orchestrator"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "worker" {
  name_prefix = "${var.name}-worker-"
  description = "Codecsmith workers"
  vpc_id      = aws_vpc.main.id
}

resource "aws_vpc_security_group_ingress_rule" "jobs" {
  security_group_id            = aws_security_group.worker.id
  referenced_security_group_id = aws_security_group.orchestrator.id
  description                  = "Jobs, by the orchestrator only"
  ip_protocol                  = "tcp"
  from_port                    = local.worker_port
  to_port                      = local.worker_port
}

data "aws_ec2_managed_prefix_list" "cloudfront" {
  count = var.cloudfront ? 1 : 0
  name  = "com.amazonaws.global.cloudfront.origin-facing"
}

resource "aws_vpc_security_group_ingress_rule" "cloudfront" {
  count             = var.cloudfront ? 1 : 0
  security_group_id = aws_security_group.orchestrator.id
  prefix_list_id    = data.aws_ec2_managed_prefix_list.cloudfront[0].id
  description       = "The API, through CloudFront"
  ip_protocol       = "tcp"
  from_port         = local.orchestrator_port
  to_port           = local.orchestrator_port
}

resource "aws_vpc_security_group_egress_rule" "out" {
  for_each = {
    orchestrator = aws_security_group.orchestrator.id
    worker       = aws_security_group.worker.id
  }
  security_group_id = each.value
  description       = "Packages, AWS, models, and workers"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

# Names of workers that stay when the machine behind them is another one.
resource "aws_route53_zone" "internal" {
  name          = local.zone
  force_destroy = true # its records are the workers' own

  vpc {
    vpc_id = aws_vpc.main.id
  }
}
