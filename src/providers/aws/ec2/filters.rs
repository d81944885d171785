//! The `filter` blocks and tags by which a data source finds its objects.

use aws_sdk_ec2::types;

use super::prelude::*;

/// A `filter` block: a name of EC2's, and the values of which one must be there.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Filter {
    name: Required<String>,
    values: Required<Set<String>>,
}

/// What to search by: the blocks, the tags, and attributes that EC2 calls by another name. Nothing is `None`.
pub fn of(
    blocks: &Option<Set<Filter>>,
    tags: &Option<Tags>,
    attributes: &[(&str, Option<String>)],
) -> Option<Vec<types::Filter>> {
    let attributes = attributes.iter().filter_map(|(name, value)| {
        value.as_ref().filter(|value| !value.is_empty()).map(|value| filter(name, value))
    });
    let tags = tags.iter().flatten().map(|(key, value)| filter(&format!("tag:{key}"), value));
    let blocks = blocks.iter().flat_map(|blocks| blocks.iter()).map(|block| {
        types::Filter::builder().name(&block.name).set_values(Some(block.values.0.clone())).build()
    });
    let all: Vec<_> = attributes.chain(tags).chain(blocks).collect();
    (!all.is_empty()).then_some(all)
}

/// The one object that was found.
///
/// # Errors
/// [`Error::Invalid`] if none or several were found; it says which.
pub fn only<T>(what: &str, mut found: Vec<T>) -> Result<T> {
    match (found.pop(), found.len()) {
        (Some(one), 0) => Ok(one),
        (None, _) => Err(Error::Invalid(format!("No {what} fits. Check the arguments and filters."))),
        (_, more) => Err(Error::Invalid(format!(
            "{} {what}s fit, but there must be one. Make the arguments and filters more exact.",
            more + 1
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_object_must_be_found() {
        assert_eq!(only("VPC", vec![1]).expect("one"), 1);
        assert!(only::<u8>("VPC", vec![]).expect_err("none").to_string().starts_with("No VPC"));
        assert!(only("VPC", vec![1, 2]).expect_err("two").to_string().starts_with("2 VPCs"));
    }

    #[test]
    fn what_is_empty_is_not_searched_by() {
        assert_eq!(of(&None, &None, &[("vpc-id", None), ("state", Some(String::new()))]), None);
    }
}
