locals {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

# What starts a task: pulls its image, reads its secrets, writes its log.
resource "aws_iam_role" "execution" {
  name               = "${local.name}-ecs-execution"
  description        = "Starts the tasks of ${local.name}"
  assume_role_policy = local.assume_role_policy
}

resource "aws_iam_role_policy_attachment" "execution" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role_policy" "execution_parameters" {
  name = "read-parameters"
  role = aws_iam_role.execution.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ssm:GetParameter", "ssm:GetParameters"]
      Resource = local.parameters_arn
    }]
  })
}

# What the program in the task may do.
resource "aws_iam_role" "task" {
  name               = "${local.name}-ecs-task"
  description        = "The tasks of ${local.name} themselves"
  assume_role_policy = local.assume_role_policy
}

resource "aws_iam_role_policy" "task" {
  name = "run"
  role = aws_iam_role.task.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Parameters"
        Effect   = "Allow"
        Action   = ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"]
        Resource = local.parameters_arn
      },
      {
        Sid    = "ExecuteCommand"
        Effect = "Allow"
        Action = [
          "ssmmessages:CreateControlChannel",
          "ssmmessages:CreateDataChannel",
          "ssmmessages:OpenControlChannel",
          "ssmmessages:OpenDataChannel",
        ]
        Resource = "*"
      },
    ]
  })
}
