//! AWS IAM: roles, users and policies.

pub mod access_key;
pub mod account_alias_data;
pub mod group;
pub mod inline;
pub mod instance_profile;
pub mod oidc_provider;
pub mod oidc_provider_data;
pub mod policy;
pub mod policy_data;
pub mod policy_document;
pub mod policy_document_json;
pub mod role;
pub mod role_data;
pub mod role_policy;
pub mod role_policy_attachment;
pub mod service_linked_role;
pub mod user;
pub mod user_data;
pub mod user_policy;
pub mod user_policy_attachment;

use self::prelude::{Aws, Result, Tags};
use crate::providers::{DataSourceType, Error, OfData, OfResource, ResourceType};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<access_key::AccessKey, Aws>::TYPE,
    OfResource::<group::Group, Aws>::TYPE,
    OfResource::<instance_profile::InstanceProfile, Aws>::TYPE,
    OfResource::<oidc_provider::OidcProvider, Aws>::TYPE,
    OfResource::<policy::Policy, Aws>::TYPE,
    OfResource::<role::Role, Aws>::TYPE,
    OfResource::<role_policy::RolePolicy, Aws>::TYPE,
    OfResource::<role_policy_attachment::RolePolicyAttachment, Aws>::TYPE,
    OfResource::<service_linked_role::ServiceLinkedRole, Aws>::TYPE,
    OfResource::<user::User, Aws>::TYPE,
    OfResource::<user_policy::UserPolicy, Aws>::TYPE,
    OfResource::<user_policy_attachment::UserPolicyAttachment, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[
    OfData::<account_alias_data::AccountAlias, Aws>::TYPE,
    OfData::<oidc_provider_data::OidcProvider, Aws>::TYPE,
    OfData::<policy_data::Policy, Aws>::TYPE,
    OfData::<policy_document::PolicyDocument, Aws>::TYPE,
    OfData::<role_data::Role, Aws>::TYPE,
    OfData::<user_data::User, Aws>::TYPE,
];

/// What every file of this folder uses.
mod prelude {
    pub use super::{GONE, decode_document, from_iam, settled, to_iam};
    pub use crate::providers::aws::{json, names, policy as document, prelude::*, time};
}

/// The code of "there is no such thing".
pub const GONE: &[&str] = &["NoSuchEntity", "NoSuchEntityException"];

/// The tags in the form of IAM; `None` if there are none.
pub fn to_iam(tags: &Option<Tags>) -> Result<Option<Vec<aws_sdk_iam::types::Tag>>> {
    let Some(tags) = tags.as_ref().filter(|tags| !tags.is_empty()) else { return Ok(None) };
    let tags = tags.iter().map(|(k, v)| aws_sdk_iam::types::Tag::builder().key(k).value(v).build());
    Ok(Some(tags.collect::<Result<_, _>>()?))
}

/// The tags that IAM tells of.
pub fn from_iam(tags: Option<Vec<aws_sdk_iam::types::Tag>>) -> Option<Tags> {
    super::tags::from_pairs(tags.into_iter().flatten().map(|tag| (tag.key, tag.value)))
}

/// A policy document as it was written: IAM gives it percent-encoded.
pub fn decode_document(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Whether time heals the error: IAM forgets for some seconds what was just made, and refuses two changes at once.
pub fn settled(error: &Error) -> bool {
    error.is(&["ConcurrentModification", "ConcurrentModificationException"])
        || error.says("Invalid principal in policy")
        || error.is(GONE)
}
