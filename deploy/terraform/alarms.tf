# Alarms on the machines and on what the processes send with --cloudwatch. The processes' own alerts (--alert) say more; these tell when
# nobody is there to say it.
resource "aws_sns_topic" "alerts" {
  name = "${var.name}-alerts"
}

resource "aws_sns_topic_subscription" "email" {
  count     = var.alarm_email == "" ? 0 : 1
  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

# Every worker sends how many slots it has once a minute, so the number of such figures is the number of workers.
resource "aws_cloudwatch_metric_alarm" "workers" {
  alarm_name          = "${var.name}-workers"
  alarm_description   = "For 5 minutes fewer than ${var.workers} workers have sent figures. Campaigns go on with those that are left, and wait where there is none."
  namespace           = local.namespace
  metric_name         = "codecsmith.worker.slots.value"
  statistic           = "SampleCount"
  comparison_operator = "LessThanThreshold"
  threshold           = var.workers
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_metric_alarm" "machine_faults" {
  alarm_name          = "${var.name}-machine-faults"
  alarm_description   = "Workers end submissions by faults of the machine, such as a full disk or a missing compiler."
  namespace           = local.namespace
  metric_name         = "codecsmith.worker.failed.count"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_metric_alarm" "queue" {
  alarm_name          = "${var.name}-queue"
  alarm_description   = "Submissions have waited at a worker for half an hour: more workers would help."
  namespace           = local.namespace
  metric_name         = "codecsmith.worker.queued.value"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 50
  period              = 300
  evaluation_periods  = 6
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_metric_alarm" "orchestrator" {
  alarm_name          = "${var.name}-orchestrator"
  alarm_description   = "The orchestrator's machine fails its checks."
  namespace           = "AWS/EC2"
  metric_name         = "StatusCheckFailed"
  dimensions          = { InstanceId = aws_instance.orchestrator.id }
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]
}

resource "aws_cloudwatch_metric_alarm" "throttled" {
  alarm_name          = "${var.name}-store-throttled"
  alarm_description   = "The table refuses requests because of their rate; they are sent again, and take longer."
  namespace           = "AWS/DynamoDB"
  metric_name         = "ThrottledRequests"
  dimensions          = { TableName = aws_dynamodb_table.records.name }
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 10
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alerts.arn]
  ok_actions          = [aws_sns_topic.alerts.arn]
}
