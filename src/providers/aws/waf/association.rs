//! `aws_wafv2_web_acl_association`: a web ACL in front of a load balancer or another regional resource.

use super::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_wafv2_web_acl_association")]
pub struct Association {
    id: Computed<String>,
    #[attr(force_new)]
    resource_arn: Required<String>,
    #[attr(timeouts("create"))]
    timeouts: Timeouts,
    #[attr(force_new)]
    web_acl_arn: Required<String>,
}

impl Resource<Aws> for Association {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        // A web ACL or load balancer that was just made is not seen everywhere yet.
        let unseen = |error: &Error| error.is(&["WAFUnavailableEntityException"]);
        wait::retry(self.timeouts.create(minutes(5)), unseen, || async {
            let request = aws.waf.associate_web_acl().web_acl_arn(&self.web_acl_arn);
            Ok(request.resource_arn(&self.resource_arn).send().await?)
        })
        .await?;
        self.id = Some(format!("{},{}", self.web_acl_arn, self.resource_arn));
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.waf.get_web_acl_for_resource().resource_arn(&self.resource_arn);
        let found = request.send().await.or_gone(&[scope::GONE])?.and_then(|answer| answer.web_acl);
        Ok(found.map(|acl| Self { web_acl_arn: acl.arn, ..self }))
    }

    async fn update(&mut self, _: &Self, _: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.waf.disassociate_web_acl().resource_arn(&self.resource_arn);
        request.send().await.or_gone(&[scope::GONE])?;
        Ok(())
    }

    /// The import id is `WEB_ACL_ARN,RESOURCE_ARN`.
    fn import(id: &str) -> Result<Self> {
        let (acl, resource) = id.split_once(',').ok_or_else(|| {
            Error::Invalid(format!(
                "`{id}` is no id of an aws_wafv2_web_acl_association. It is `WEB_ACL_ARN,RESOURCE_ARN`."
            ))
        })?;
        Ok(Self {
            id: Some(id.to_owned()),
            web_acl_arn: acl.to_owned(),
            resource_arn: resource.to_owned(),
            timeouts: Timeouts::default(),
        })
    }
}
