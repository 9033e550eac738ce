# A way in for whoever runs this, on request: through an endpoint that asks AWS who one is, so that no machine listens to the Internet.
resource "aws_security_group" "login" {
  count       = var.key_name == "" ? 0 : 1
  name_prefix = "${var.name}-login-"
  description = "Endpoint for ssh"
  vpc_id      = aws_vpc.main.id
}

resource "aws_ec2_instance_connect_endpoint" "login" {
  count              = var.key_name == "" ? 0 : 1
  subnet_id          = aws_subnet.main[0].id
  security_group_ids = [aws_security_group.login[0].id]
  preserve_client_ip = false
  tags               = { Name = var.name }
}

locals {
  logged_into = var.key_name == "" ? {} : {
    orchestrator = aws_security_group.orchestrator.id
    worker       = aws_security_group.worker.id
  }
}

resource "aws_vpc_security_group_egress_rule" "login" {
  for_each                     = local.logged_into
  security_group_id            = aws_security_group.login[0].id
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = 22
  to_port                      = 22
}

resource "aws_vpc_security_group_ingress_rule" "login" {
  for_each                     = local.logged_into
  security_group_id            = each.value
  referenced_security_group_id = aws_security_group.login[0].id
  ip_protocol                  = "tcp"
  from_port                    = 22
  to_port                      = 22
}
