//! `aws_volume_attachment`: a volume in an instance.

use super::{instance, instance_change::reach, prelude::*, volumes};
use aws_sdk_ec2::types::{InstanceStateName, VolumeAttachment as Attached, VolumeAttachmentState as State};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_volume_attachment")]
pub struct VolumeAttachment {
    id: Computed<String>,
    #[attr(force_new)]
    device_name: Required<String>,
    force_detach: Optional<bool>,
    #[attr(force_new)]
    instance_id: Required<String>,
    skip_destroy: Optional<bool>,
    stop_instance_before_detaching: Optional<bool>,
    #[attr(timeouts("create", "delete"))]
    timeouts: Timeouts,
    #[attr(force_new)]
    volume_id: Required<String>,
}

impl Resource<Aws> for VolumeAttachment {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.create(minutes(5));
        // A volume can only come to an instance that is up or down, not to one on its way.
        wait::until("the instance", limit, || async {
            let state = instance::find(&self.instance_id, aws).await?.and_then(|one| one.state?.name);
            Ok(match state {
                Some(InstanceStateName::Running | InstanceStateName::Stopped) => Progress::Ready(()),
                state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
            })
        })
        .await?;
        let request = aws.ec2.attach_volume().device(&self.device_name).instance_id(&self.instance_id);
        request.volume_id(&self.volume_id).send().await?;
        self.id = Some(id(&self.device_name, &self.instance_id, &self.volume_id));
        wait::until("the attachment of the volume", limit, || async {
            Ok(match self.find(aws).await?.and_then(|attached| attached.state) {
                Some(State::Attached) => Progress::Ready(()),
                state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
            })
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let id = id(&self.device_name, &self.instance_id, &self.volume_id);
        Ok(self.find(aws).await?.map(|_| Self { id: Some(id), ..self }))
    }

    /// What can change only says how it goes.
    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        if self.skip_destroy.unwrap_or_default() {
            return Ok(());
        }
        let limit = self.timeouts.delete(minutes(5));
        if self.stop_instance_before_detaching.unwrap_or_default() {
            let stopped = aws.ec2.stop_instances().instance_ids(&self.instance_id).send().await;
            if stopped.or_gone(instance::GONE)?.is_some() {
                reach(&self.instance_id, InstanceStateName::Stopped, minutes(10), aws).await?;
            }
        }
        let request = aws
            .ec2
            .detach_volume()
            .device(&self.device_name)
            .instance_id(&self.instance_id)
            .volume_id(&self.volume_id)
            .set_force(self.force_detach.filter(|on| *on));
        request.send().await.or_gone(GONE)?;
        vanished("the attachment of the volume", limit, || self.find(aws)).await
    }

    /// `/dev/sdh:vol-1:i-1`: device, volume, instance.
    fn import(import_id: &str) -> Result<Self> {
        let parts: Vec<_> = import_id.split(':').collect();
        let [device, volume, instance] = parts[..] else {
            return Err(Error::Invalid(format!(
                "\"{import_id}\" is no attachment: write device, volume and instance, such as `/dev/sdh:vol-1:i-1`."
            )));
        };
        Ok(Self {
            id: Some(id(device, instance, volume)),
            device_name: device.into(),
            instance_id: instance.into(),
            volume_id: volume.into(),
            ..Self::default()
        })
    }
}

/// The codes of "the volume is in no instance", or is gone.
const GONE: &[&str] = &["IncorrectState", "InvalidVolume.NotFound", "InvalidAttachment.NotFound"];

/// The id that the AWS provider gives to an attachment.
fn id(device: &str, instance: &str, volume: &str) -> String {
    format!("vai-{}", hash(&format!("{device}-{instance}-{volume}-")))
}

impl VolumeAttachment {
    async fn find(&self, aws: &Aws) -> Result<Option<Attached>> {
        let volume = volumes::find(&self.volume_id, aws).await?;
        let mut all = volume.and_then(|volume| volume.attachments).unwrap_or_default().into_iter();
        Ok(all.find(|one| {
            one.instance_id() == Some(&self.instance_id)
                && one.device() == Some(&self.device_name)
                && one.state() != Some(&State::Detached)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_names_device_volume_and_instance() {
        let attachment = VolumeAttachment::import("/dev/sdh:vol-1:i-1").expect("an attachment");
        assert_eq!((attachment.volume_id.as_str(), attachment.instance_id.as_str()), ("vol-1", "i-1"));
        assert!(VolumeAttachment::import("vol-1").is_err());
    }
}
