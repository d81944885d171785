//! `aws_ebs_volume`: a disk that instances come and go from.

use super::{prelude::*, volumes};
use aws_sdk_ec2::types::{SnapshotState, VolumeState};
use aws_smithy_types::date_time::Format;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ebs_volume")]
pub struct EbsVolume {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new)]
    availability_zone: Required<String>,
    create_time: Computed<String>,
    #[attr(force_new)]
    encrypted: Defaulted<bool>,
    #[attr(default = false)]
    final_snapshot: Optional<bool>,
    iops: Defaulted<i32>,
    #[attr(force_new)]
    kms_key_id: Defaulted<String>,
    #[attr(force_new)]
    multi_attach_enabled: Optional<bool>,
    #[attr(force_new)]
    outpost_arn: Optional<String>,
    size: Defaulted<i32>,
    #[attr(force_new)]
    snapshot_id: Defaulted<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(range = (125, 1000))]
    throughput: Defaulted<i32>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
    r#type: Defaulted<String>,
}

impl Resource<Aws> for EbsVolume {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .ec2
            .create_volume()
            .availability_zone(&self.availability_zone)
            .set_encrypted(self.encrypted.filter(|on| *on))
            .set_iops(given_number(&self.iops))
            .set_kms_key_id(given(&self.kms_key_id))
            .set_multi_attach_enabled(self.multi_attach_enabled.filter(|on| *on))
            .set_outpost_arn(given(&self.outpost_arn))
            .set_size(given_number(&self.size))
            .set_snapshot_id(given(&self.snapshot_id))
            .set_tag_specifications(tagging::on_create(ResourceType::Volume, &self.tags_all))
            .set_throughput(given_number(&self.throughput))
            .set_volume_type(given(&self.r#type).map(|kind| kind.as_str().into()));
        self.id = request.send().await?.volume_id;
        wait::until("the volume", self.timeouts.create(minutes(5)), || async {
            Ok(match volumes::find(self.id(), aws).await?.and_then(|volume| volume.state) {
                Some(VolumeState::Available) => Progress::Ready(()),
                Some(VolumeState::Error) => {
                    Progress::Failed { state: "error".into(), reason: "Its key may not be usable.".into() }
                }
                state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
            })
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(volume) = volumes::find(self.id(), aws).await? else { return Ok(None) };
        let arn = aws.arn("ec2", &format!("volume/{}", self.id())).await?;
        let created = volume.create_time.and_then(|time| time.fmt(Format::DateTime).ok());
        Ok(Some(Self {
            arn: Some(arn),
            availability_zone: volume.availability_zone.unwrap_or_default(),
            create_time: filled(created),
            encrypted: filled(volume.encrypted),
            iops: filled(volume.iops),
            kms_key_id: filled(volume.kms_key_id),
            multi_attach_enabled: filled(volume.multi_attach_enabled),
            outpost_arn: filled(volume.outpost_arn),
            size: filled(volume.size),
            snapshot_id: filled(volume.snapshot_id),
            tags_all: tagging::from_ec2(volume.tags),
            throughput: filled(volume.throughput),
            r#type: text_of(volume.volume_type),
            ..self
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        let wish = volumes::Wish {
            size: changed(&prior.size, &self.size).copied(),
            kind: changed(&prior.r#type, &self.r#type).cloned(),
            iops: changed(&prior.iops, &self.iops).copied(),
            throughput: changed(&prior.throughput, &self.throughput).copied(),
            multi_attach: None,
        };
        volumes::modify(self.id(), wish, self.timeouts.update(minutes(5)), aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.delete(minutes(10));
        if self.final_snapshot.unwrap_or_default() {
            self.snapshot(limit, aws).await?;
        }
        wait::retry(
            limit,
            |error| error.is(&["VolumeInUse"]),
            || async {
                aws.ec2.delete_volume().volume_id(self.id()).send().await.or_gone(volumes::GONE)?;
                Ok(())
            },
        )
        .await?;
        vanished("the volume", limit, || async {
            let found = volumes::find(self.id(), aws).await?;
            Ok(found.filter(|volume| volume.state != Some(VolumeState::Deleted)))
        })
        .await
    }

    /// A volume grows and never shrinks. What another type brings with it is not known before.
    fn refine(plan: &mut Refine<'_>) {
        let size = |value: &Value| value.as_number().and_then(|number| number.as_i64());
        if let (Some(was), Some(will)) = (size(plan.prior("size")), size(plan.planned("size")))
            && will < was
        {
            let why = format!(
                "The volume has {was} GiB, and EC2 does not shrink a volume to {will} GiB. Keep the size, or replace \
                 the volume (`-replace`)."
            );
            plan.refuse("size", why);
        }
        if plan.is_changed("type") {
            for name in ["iops", "throughput"] {
                if plan.config(name).is_null() {
                    plan.set_unknown(name, Type::Number);
                }
            }
        }
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let mut wrong = Vec::new();
        let is_null = |name: &str| config.get(name).is_none_or(Value::is_null);
        if is_null("size") && is_null("snapshot_id") {
            wrong.push((
                "size",
                "A volume needs a `size`, or a `snapshot_id` whose size it takes.".to_owned(),
            ));
        }
        let kind = config.get("type").and_then(Value::as_str);
        let is_fast = kind.is_some_and(|kind| ["io1", "io2"].contains(&kind));
        if is_fast && is_null("iops") {
            wrong.push(("iops", "Volumes of type io1 and io2 need `iops`.".to_owned()));
        }
        wrong
    }
}

impl EbsVolume {
    async fn snapshot(&self, limit: Duration, aws: &Aws) -> Result<()> {
        let tags = tagging::on_create(ResourceType::Snapshot, &self.tags_all);
        let request = aws.ec2.create_snapshot().volume_id(self.id()).set_tag_specifications(tags);
        let Some(made) = request.send().await.or_gone(volumes::GONE)? else { return Ok(()) };
        let id = made.snapshot_id.unwrap_or_default();
        wait::until("the last snapshot of the volume", limit, || async {
            let found = aws.ec2.describe_snapshots().snapshot_ids(&id).send().await?.snapshots;
            let snapshot = found.and_then(|mut found| found.pop());
            let reason = snapshot.as_ref().and_then(|one| one.state_message.clone()).unwrap_or_default();
            Ok(match snapshot.and_then(|snapshot| snapshot.state) {
                Some(SnapshotState::Completed) => Progress::Ready(()),
                Some(SnapshotState::Error) => Progress::Failed { state: "error".into(), reason },
                state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
            })
        })
        .await
    }
}
