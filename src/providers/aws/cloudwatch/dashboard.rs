//! `aws_cloudwatch_dashboard`: a page of graphs.

use crate::providers::aws::{json, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_cloudwatch_dashboard")]
pub struct Dashboard {
    id: Computed<String>,
    dashboard_arn: Computed<String>,
    #[attr(equal = json::equal, normalize = json::normalize)]
    dashboard_body: Required<String>,
    #[attr(force_new, length = (1, 255))]
    dashboard_name: Required<String>,
}

const GONE: &[&str] = &["ResourceNotFound", "DashboardNotFoundError", "ResourceNotFoundException"];

impl Resource<Aws> for Dashboard {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.cloudwatch.put_dashboard().dashboard_name(&self.dashboard_name);
        request.dashboard_body(&self.dashboard_body).send().await?;
        self.id = Some(self.dashboard_name.clone());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.cloudwatch.get_dashboard().dashboard_name(self.id());
        let Some(found) = request.send().await.or_gone(GONE)? else { return Ok(None) };
        let body = found.dashboard_body.unwrap_or_default();
        Ok(Some(Dashboard {
            id: self.id,
            dashboard_arn: found.dashboard_arn,
            dashboard_body: json::compact(&body).unwrap_or(body),
            dashboard_name: found.dashboard_name.unwrap_or_default(),
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.create(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.cloudwatch.delete_dashboards().dashboard_names(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }
}
