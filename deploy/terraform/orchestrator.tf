resource "aws_instance" "orchestrator" {
  ami                         = data.aws_ami.ubuntu.id
  instance_type               = var.orchestrator_type
  key_name                    = var.key_name == "" ? null : var.key_name
  subnet_id                   = aws_subnet.main[0].id
  vpc_security_group_ids      = [aws_security_group.orchestrator.id]
  iam_instance_profile        = aws_iam_instance_profile.machine["orchestrator"].name
  user_data_replace_on_change = true
  depends_on                  = [aws_iam_role_policy.machine, aws_route_table_association.main]
  tags                        = { Name = "${var.name}-orchestrator" }

  user_data = templatefile("${path.module}/machine.sh.tftpl", merge(local.machine, {
    service = "orchestrator"
    tokens  = { token = var.token_parameter, worker-token = var.worker_token_parameter }
    secrets = merge(
      { CODECSMITH_WORKER_TOKEN = var.worker_token_parameter },
      var.model_key_parameter == "" ? {} : { ANTHROPIC_API_KEY = var.model_key_parameter },
      local.fleet ? local.temporal_secrets : {},
    )
    files    = local.fleet ? local.temporal_files : {}
    dns_name = ""
    zone_id  = ""
    settings = local.orchestrator_settings
  }))

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_size = var.disk_gibibytes
    volume_type = "gp3"
    encrypted   = true
  }

  lifecycle {
    ignore_changes = [ami] # a newer image is no reason to replace a machine that runs a campaign
  }
}
