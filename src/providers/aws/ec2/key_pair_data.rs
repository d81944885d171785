//! Data `aws_key_pair`: a key pair that is there.

use super::{filters, prelude::*};
use aws_smithy_types::date_time::Format;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_key_pair")]
pub struct KeyPair {
    id: Computed<String>,
    arn: Computed<String>,
    create_time: Computed<String>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    fingerprint: Computed<String>,
    include_public_key: Optional<bool>,
    key_name: Optional<String>,
    key_pair_id: Optional<String>,
    key_type: Computed<String>,
    public_key: Computed<String>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
}

impl Data<Aws> for KeyPair {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let request = aws
            .ec2
            .describe_key_pairs()
            .set_filters(filters::of(&self.filter, &self.tags, &[]))
            .set_include_public_key(self.include_public_key.filter(|on| *on))
            .set_key_names(given(&self.key_name).map(|name| vec![name]))
            .set_key_pair_ids(given(&self.key_pair_id).map(|id| vec![id]));
        let key = filters::only("key pair", request.send().await?.key_pairs.unwrap_or_default())?;
        let name = key.key_name.unwrap_or_default();
        let created = key.create_time.and_then(|time| time.fmt(Format::DateTime).ok());
        Ok(Self {
            id: key.key_pair_id.clone(),
            arn: Some(aws.arn("ec2", &format!("key-pair/{name}")).await?),
            create_time: filled(created),
            fingerprint: filled(key.key_fingerprint),
            key_name: Some(name),
            key_pair_id: filled(key.key_pair_id),
            key_type: text_of(key.key_type),
            public_key: filled(key.public_key),
            tags: tagging::from_ec2(key.tags),
            ..self
        })
    }
}
