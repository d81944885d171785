# Puts the services to sleep in the evening and wakes them in the morning.

locals {
  scheduler_name = "${local.name}-ecs-scheduler"
  schedules      = { for action, cron in var.schedules : action => cron if var.enable_schedule }
}

data "archive_file" "scheduler" {
  type        = "zip"
  source_file = "${path.module}/scheduler/index.mjs"
  output_path = "${path.module}/.build/scheduler.zip"
}

resource "aws_cloudwatch_log_group" "scheduler" {
  count = var.enable_schedule ? 1 : 0

  name              = "/aws/lambda/${local.scheduler_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "scheduler" {
  count = var.enable_schedule ? 1 : 0

  name        = local.scheduler_name
  description = "Changes the number of tasks of ${local.name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  count = var.enable_schedule ? 1 : 0

  name = "schedule"
  role = aws_iam_role.scheduler[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Services"
        Effect   = "Allow"
        Action   = ["ecs:DescribeServices", "ecs:UpdateService"]
        Resource = [for service in aws_ecs_service.this : service.id]
      },
      {
        Sid      = "Log"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.scheduler[0].arn}:*"
      },
    ]
  })
}

resource "aws_lambda_function" "scheduler" {
  count = var.enable_schedule ? 1 : 0

  function_name    = local.scheduler_name
  description      = "Starts and stops the services of ${local.name}"
  role             = aws_iam_role.scheduler[0].arn
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = data.archive_file.scheduler.output_path
  source_code_hash = data.archive_file.scheduler.output_base64sha256
  memory_size      = 128
  timeout          = 30

  environment {
    variables = {
      CLUSTER  = aws_ecs_cluster.this.name
      SERVICES = jsonencode({ for key, service in aws_ecs_service.this : service.name => var.services[key].desired_count })
    }
  }

  depends_on = [aws_cloudwatch_log_group.scheduler]
}

resource "aws_cloudwatch_event_rule" "schedule" {
  for_each = local.schedules

  name                = "${local.name}-ecs-${each.key}"
  description         = "${title(each.key)} the services of ${local.name}"
  schedule_expression = each.value
}

resource "aws_cloudwatch_event_target" "schedule" {
  for_each = local.schedules

  rule      = aws_cloudwatch_event_rule.schedule[each.key].name
  target_id = "scheduler"
  arn       = aws_lambda_function.scheduler[0].arn
  input     = jsonencode({ action = each.key })
}

resource "aws_lambda_permission" "schedule" {
  for_each = local.schedules

  statement_id  = "AllowEventBridge${title(each.key)}"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.scheduler[0].function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.schedule[each.key].arn
}
