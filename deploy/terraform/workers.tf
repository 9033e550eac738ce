resource "aws_launch_template" "worker" {
  count         = var.workers
  name_prefix   = "${var.name}-worker-${count.index + 1}-"
  image_id      = data.aws_ami.ubuntu.id
  instance_type = var.worker_type
  key_name      = var.key_name == "" ? null : var.key_name

  user_data = base64encode(templatefile("${path.module}/machine.sh.tftpl", merge(local.machine, {
    service  = "worker"
    tokens   = { token = var.worker_token_parameter }
    secrets  = {}
    dns_name = local.worker_names[count.index]
    zone_id  = aws_route53_zone.internal.zone_id
    settings = {
      CODECSMITH_OPTIONS = "--name worker-${count.index + 1} --cloudwatch ${local.namespace},region=${var.region}"
    }
  })))

  iam_instance_profile {
    arn = aws_iam_instance_profile.machine["worker-${count.index + 1}"].arn
  }

  vpc_security_group_ids = [aws_security_group.worker.id]

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1 # the machine itself, and no container on it
  }

  dynamic "instance_market_options" {
    for_each = var.spot ? ["spot"] : []
    content {
      market_type = instance_market_options.value
    }
  }

  block_device_mappings {
    device_name = data.aws_ami.ubuntu.root_device_name

    ebs {
      volume_size = var.disk_gibibytes
      volume_type = "gp3"
      encrypted   = true
    }
  }

  tag_specifications {
    resource_type = "instance"
    tags          = { Name = "${var.name}-worker-${count.index + 1}", Project = var.name }
  }
}

# A group of one for each name: whatever becomes of the machine, another one takes its place and its name.
resource "aws_autoscaling_group" "worker" {
  count               = var.workers
  name_prefix         = "${var.name}-worker-${count.index + 1}-"
  min_size            = 1
  max_size            = 1
  vpc_zone_identifier = aws_subnet.main[*].id
  depends_on          = [aws_iam_role_policy.machine, aws_route_table_association.main]

  launch_template {
    id      = aws_launch_template.worker[count.index].id
    version = aws_launch_template.worker[count.index].latest_version
  }

  instance_refresh {
    strategy = "Rolling"
    preferences {
      min_healthy_percentage = 0
    }
  }
}
