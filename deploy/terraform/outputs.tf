output "store" {
  description = "The store, as --store takes it."
  value       = local.store
}

output "workers" {
  description = "The workers' addresses within the VPC."
  value       = [for name in local.worker_names : "http://${name}:${local.worker_port}"]
}

output "orchestrator" {
  description = "Where the orchestrator is reached."
  value       = var.cloudfront ? "https://${aws_cloudfront_distribution.orchestrator[0].domain_name}" : "http://${aws_instance.orchestrator.private_ip}:${local.orchestrator_port}"
}

output "topic" {
  description = "The topic that alarms and alerts go to."
  value       = aws_sns_topic.alerts.arn
}

output "orchestrator_instance" {
  description = "The orchestrator's machine, to log into where there is a key_name."
  value       = aws_instance.orchestrator.id
}
