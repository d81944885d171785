//! The Elastic Load Balancing way to write tags.

use aws_sdk_elasticloadbalancingv2::types::Tag;

use crate::providers::{
    Result,
    aws::{
        Aws,
        tags::{self, Tags},
    },
};

/// The tags of an object that is created; `None` if there are none.
pub fn to_elb(tags: &Option<Tags>) -> Option<Vec<Tag>> {
    let tags = tags.as_ref().filter(|tags| !tags.is_empty())?;
    Some(tags.iter().map(|(k, v)| Tag::builder().key(k).value(v).build()).collect())
}

/// The tags of an object.
pub async fn of(aws: &Aws, arn: &str) -> Result<Option<Tags>> {
    let found = aws.elb.describe_tags().resource_arns(arn).send().await?.tag_descriptions;
    let tags = found.into_iter().flatten().flat_map(|one| one.tags.unwrap_or_default());
    Ok(tags::from_pairs(tags.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default())))))
}

/// Makes the tags of an object go from `prior` to `planned`.
pub async fn update(aws: &Aws, arn: &str, prior: &Option<Tags>, planned: &Option<Tags>) -> Result<()> {
    let Some(change) = tags::change(prior, planned) else { return Ok(()) };
    if !change.removed.is_empty() {
        aws.elb.remove_tags().resource_arns(arn).set_tag_keys(Some(change.removed)).send().await?;
    }
    if let Some(tags) = to_elb(&Some(change.added)) {
        aws.elb.add_tags().resource_arns(arn).set_tags(Some(tags)).send().await?;
    }
    Ok(())
}
