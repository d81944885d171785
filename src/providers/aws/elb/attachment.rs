//! `aws_lb_target_group_attachment`: one target of a target group.

use crate::providers::aws::{names, prelude::*};
use aws_sdk_elasticloadbalancingv2::types::{
    TargetDescription, TargetHealthReasonEnum, TargetHealthStateEnum,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lb_target_group_attachment")]
pub struct TargetGroupAttachment {
    id: Computed<String>,
    #[attr(force_new)]
    availability_zone: Optional<String>,
    #[attr(force_new, range = (1, 65535))]
    port: Optional<i32>,
    #[attr(force_new)]
    target_group_arn: Required<String>,
    #[attr(force_new)]
    target_id: Required<String>,
}

const GONE: &[&str] = &["TargetGroupNotFound"];

impl Resource<Aws> for TargetGroupAttachment {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        // An instance that was started a moment ago is not running yet.
        let heals = |error: &Error| error.is(&["InvalidTarget"]);
        wait::retry(minutes(10), heals, || async {
            let request = aws.elb.register_targets().target_group_arn(&self.target_group_arn);
            Ok(request.targets(self.target()).send().await?)
        })
        .await?;
        self.id = Some(names::unique(&format!("{}-", self.target_group_arn)));
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.elb.describe_target_health().target_group_arn(&self.target_group_arn);
        let found = match request.targets(self.target()).send().await.map_err(Error::from) {
            Err(error) if error.is(GONE) || error.is(&["InvalidTarget"]) => return Ok(None),
            found => found?,
        };
        let health =
            found.target_health_descriptions.and_then(|mut all| all.pop()).and_then(|one| one.target_health);
        let gone = health.is_none_or(|health| {
            let leaving =
                [TargetHealthReasonEnum::NotRegistered, TargetHealthReasonEnum::DeregistrationInProgress];
            health.reason.is_some_and(|reason| leaving.contains(&reason))
                && health.state != Some(TargetHealthStateEnum::Healthy)
        });
        Ok((!gone).then_some(self))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.elb.deregister_targets().target_group_arn(&self.target_group_arn);
        request.targets(self.target()).send().await.or_gone(&["TargetGroupNotFound", "InvalidTarget"])?;
        Ok(())
    }

    fn import(_id: &str) -> Result<Self> {
        Err(Error::Invalid(
            "aws_lb_target_group_attachment cannot be imported: AWS has no id for it. Leave the import out and apply; \
             registering a target that is registered already changes nothing."
                .into(),
        ))
    }
}

impl TargetGroupAttachment {
    fn target(&self) -> TargetDescription {
        TargetDescription::builder()
            .id(&self.target_id)
            .set_port(self.port.filter(|port| *port != 0))
            .set_availability_zone(said(&self.availability_zone))
            .build()
    }
}
