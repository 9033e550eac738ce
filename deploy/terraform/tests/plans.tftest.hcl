# What is made of the variables, with a provider that asks nobody: ../../check runs it. Of rights it sees what goes in, and not the documents.
mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1a", "eu-central-1b"] }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }

  mock_resource "aws_instance" {
    defaults = { arn = "arn:aws:ec2:eu-central-1:123456789012:instance/i-1" }
  }

  mock_resource "aws_iam_instance_profile" {
    defaults = { arn = "arn:aws:iam::123456789012:instance-profile/codecsmith" }
  }

  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0" }
  }

  mock_resource "aws_autoscaling_policy" {
    defaults = { arn = "arn:aws:autoscaling:eu-central-1:123456789012:scalingPolicy:1:autoScalingGroupName/fleet:policyName/fleet" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:123456789012:codecsmith-alerts" }
  }
}

variables {
  region     = "eu-central-1"
  bucket     = "codecs"
  repository = "https://git.example.org/codecsmith.git"
  revision   = "v1"
}

run "workers_by_name" {
  command = plan

  assert {
    condition     = length(aws_autoscaling_group.worker) == 2 && length(aws_autoscaling_group.fleet) == 0
    error_message = "Without more, there are two workers by name and no fleet."
  }

  assert {
    condition     = toset(keys(aws_iam_role.machine)) == toset(["orchestrator", "worker-1", "worker-2"])
    error_message = "Each machine has a role of its own, and nobody else has one."
  }
}

run "fleet" {
  command = plan

  variables {
    workers           = 0
    fleet_workers_max = 9
    temporal          = "temporal.example:7233"
  }

  assert {
    condition     = length(aws_autoscaling_group.worker) == 0 && aws_autoscaling_group.fleet[0].max_size == 9
    error_message = "There is one group of the fleet, up to its size, and no worker by name."
  }

  assert {
    condition     = length(aws_autoscaling_policy.fleet_grows[0].step_adjustment) == 3 && aws_autoscaling_policy.fleet_ends[0].scaling_adjustment == 0
    error_message = "The fleet grows, and ends with nobody left."
  }

  assert {
    condition     = local.cluster.worker == "--cluster temporal.example:7233 --cluster-namespace default" && local.cluster.orchestrator == local.cluster.worker
    error_message = "Without TLS the services are told of none."
  }
}

run "fleet_by_tls" {
  command = plan

  variables {
    workers           = 0
    fleet_workers_max = 9
    temporal          = "temporal.example:7233"
    temporal_tls      = true
  }

  assert {
    condition     = local.cluster.worker == "--cluster temporal.example:7233 --cluster-namespace default --cluster-tls" && local.cluster.orchestrator == local.cluster.worker
    error_message = "Both services are told to use TLS."
  }
}

# Applied, by the same provider: only then is it known what machines are told.
run "fleet_with_a_certificate" {
  command = apply

  variables {
    workers                        = 0
    fleet_workers_max              = 9
    temporal                       = "temporal.example:7233"
    temporal_ca_parameter          = "/codecsmith/temporal-ca"
    temporal_certificate_parameter = "/codecsmith/temporal-certificate"
    temporal_key_parameter         = "/codecsmith/temporal-key"
  }

  assert {
    condition = alltrue([for service, told in {
      worker       = base64decode(aws_launch_template.worker["fleet"].user_data)
      orchestrator = aws_instance.orchestrator.user_data
      } : alltrue([for file, parameter in {
        cluster-ca   = "/codecsmith/temporal-ca"
        cluster-cert = "/codecsmith/temporal-certificate"
        cluster-key  = "/codecsmith/temporal-key"
        } : strcontains(told, "parameter '${parameter}' >/etc/codecsmith/${file}\n") &&
        strcontains(told, "LoadCredential=${file}:/etc/codecsmith/${file}\\n") &&
        strcontains(told, " --${file} /run/credentials/codecsmith-${service}.service/${file}")
    ])])
    error_message = "Each machine fetches the three files, and has systemd hand them to its service, which is told where they are."
  }

  assert {
    condition     = length(data.aws_iam_policy_document.fleet.statement[0].resources) == 4
    error_message = "A worker of the fleet may read its token and the three files, and no other secret."
  }
}

run "a_certificate_without_its_key" {
  command = plan

  variables {
    temporal_certificate_parameter = "/codecsmith/temporal-certificate"
  }

  expect_failures = [var.temporal_key_parameter]
}
