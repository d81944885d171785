//! Amazon RDS: database instances, clusters, and what they are set up with.

pub mod cluster;
pub mod cluster_data;
pub mod cluster_instance;
pub mod cluster_parameter_group;
pub mod engine_version_data;
pub mod identifier;
pub mod instance;
pub mod instance_create;
pub mod instance_data;
pub mod instance_modify;
pub mod instance_read;
pub mod parameter_group;
pub mod subnet_group;
pub mod subnet_group_data;

use self::prelude::*;
use crate::providers::{DataSourceType, OfData, OfResource, ResourceType};
use aws_sdk_rds::types::Tag;

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<cluster::Cluster, Aws>::TYPE,
    OfResource::<cluster_instance::ClusterInstance, Aws>::TYPE,
    OfResource::<cluster_parameter_group::ClusterParameterGroup, Aws>::TYPE,
    OfResource::<instance::Instance, Aws>::TYPE,
    OfResource::<parameter_group::ParameterGroup, Aws>::TYPE,
    OfResource::<subnet_group::SubnetGroup, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[
    OfData::<cluster_data::Cluster, Aws>::TYPE,
    OfData::<engine_version_data::EngineVersion, Aws>::TYPE,
    OfData::<instance_data::Instance, Aws>::TYPE,
    OfData::<subnet_group_data::SubnetGroup, Aws>::TYPE,
];

/// What every file of this folder uses.
mod prelude {
    pub use super::{from_rds, given, left_open, lower, tag, to_rds};
    pub use crate::providers::aws::{names, prelude::*, time};
}

/// The tags in the form of RDS; `None` if there are none.
pub fn to_rds(tags: &Option<Tags>) -> Option<Vec<Tag>> {
    let tags = tags.as_ref().filter(|tags| !tags.is_empty())?;
    Some(tags.iter().map(|(k, v)| Tag::builder().key(k).value(v).build()).collect())
}

/// The tags that RDS tells of.
pub fn from_rds(tags: Option<Vec<Tag>>) -> Option<Tags> {
    let pairs = tags.into_iter().flatten();
    tags::from_pairs(pairs.filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default()))))
}

/// Makes the tags of the thing with this ARN go from `prior` to `planned`.
pub async fn tag(arn: &str, prior: &Option<Tags>, planned: &Option<Tags>, aws: &Aws) -> Result<()> {
    let Some(change) = tags::change(prior, planned) else { return Ok(()) };
    if !change.removed.is_empty() {
        let request = aws.rds.remove_tags_from_resource().resource_name(arn);
        request.set_tag_keys(Some(change.removed)).send().await?;
    }
    if let Some(added) = to_rds(&Some(change.added)) {
        aws.rds.add_tags_to_resource().resource_name(arn).set_tags(Some(added)).send().await?;
    }
    Ok(())
}

/// A text that says something.
pub fn given(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

/// The object with what it leaves open as it is in `other`: a copy has that of what it was made of.
///
/// # Errors
/// None that a well-formed object has.
pub fn left_open<T: crate::schema::Attributes + Clone>(one: T, other: &T) -> Result<T> {
    let mut object = one.encode();
    let open = |value: &Value| {
        value.is_null()
            || value.as_str() == Some("")
            || value.as_number().is_some_and(crate::lang::value::Number::is_zero)
            || value.as_sequence().is_some_and(<[Value]>::is_empty)
            || value.as_mapping().is_some_and(Object::is_empty)
    };
    for (name, value) in other.clone().encode() {
        if object.get(&name).is_none_or(open) {
            object.insert(name, value);
        }
    }
    Ok(T::decode(&object)?)
}

/// For `#[attr(normalize = …)]`: RDS writes windows and names in lower case.
pub fn lower(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |text| Value::from(text.to_lowercase()))
}
