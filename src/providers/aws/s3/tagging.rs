//! Tags of buckets and objects: S3 replaces all of them at once.

use crate::providers::{Result, aws::tags::Tags};
use aws_sdk_s3::types::{Tag, Tagging};

/// What S3 is to have when the tags that we know go from `prior` to `planned`: tags that neither names stay as they
/// are, because others set them.
pub fn merge(current: &Tags, prior: &Tags, planned: &Tags) -> Tags {
    let foreign = current.iter().filter(|(key, _)| !prior.contains_key(*key) && !planned.contains_key(*key));
    foreign.chain(planned).map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The tags as a map.
pub fn from_aws(tags: Vec<Tag>) -> Tags {
    tags.into_iter().map(|tag| (tag.key, tag.value)).collect()
}

/// The tags in the form of S3.
///
/// # Errors
/// None in practice: every tag has a key and a value.
pub fn to_aws(tags: &Tags) -> Result<Tagging> {
    let tags = tags.iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    Ok(Tagging::builder().set_tag_set(Some(tags.collect::<Result<_, _>>()?)).build()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect()
    }

    #[test]
    fn tags_of_others_stay() {
        let merged = merge(
            &tags(&[("aws:stack", "s"), ("old", "1"), ("kept", "1")]),
            &tags(&[("old", "1"), ("kept", "1")]),
            &tags(&[("kept", "2"), ("new", "1")]),
        );
        assert_eq!(merged, tags(&[("aws:stack", "s"), ("kept", "2"), ("new", "1")]));
        assert_eq!(merge(&tags(&[("old", "1")]), &tags(&[("old", "1")]), &Tags::new()), Tags::new());
    }
}
