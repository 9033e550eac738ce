# Machines that evaluate, and what each kind of them is told beside the rest: workers by name, and those of a fleet.
locals {
  evaluating = merge(
    { for n, name in local.worker_names : "worker-${n + 1}" => {
      dns_name     = name
      zone_id      = aws_route53_zone.internal.zone_id
      secrets      = {}
      files        = {}
      stop_seconds = local.machine.stop_seconds
      options      = "--name worker-${n + 1} --cloudwatch ${local.namespace},region=${var.region}"
    } },
    { for name in local.fleet ? ["fleet"] : [] : name => {
      dns_name = ""
      zone_id  = ""
      secrets  = local.temporal_secrets
      files    = local.temporal_files
      # A machine that is to go is told so, ends what it has begun, and leaves the rest to others.
      stop_seconds = local.fleet_drain + 30
      options      = local.fleet_options
    } },
  )
}

resource "aws_launch_template" "worker" {
  for_each      = local.evaluating
  name_prefix   = "${var.name}-${each.key}-"
  image_id      = data.aws_ami.ubuntu.id
  instance_type = var.worker_type
  key_name      = var.key_name == "" ? null : var.key_name

  user_data = base64encode(templatefile("${path.module}/machine.sh.tftpl", merge(local.machine, {
    service      = "worker"
    tokens       = { token = var.worker_token_parameter }
    secrets      = each.value.secrets
    files        = each.value.files
    dns_name     = each.value.dns_name
    zone_id      = each.value.zone_id
    stop_seconds = each.value.stop_seconds
    settings     = { CODECSMITH_OPTIONS = each.value.options }
  })))

  iam_instance_profile {
    arn = aws_iam_instance_profile.machine[each.key].arn
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
    tags          = { Name = "${var.name}-${each.key}", Project = var.name }
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
    id      = aws_launch_template.worker["worker-${count.index + 1}"].id
    version = aws_launch_template.worker["worker-${count.index + 1}"].latest_version
  }

  instance_refresh {
    strategy = "Rolling"
    preferences {
      min_healthy_percentage = 0
    }
  }
}
