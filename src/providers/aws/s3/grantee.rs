//! Who is granted something: an account, a group or everybody.

use super::prelude::*;
use aws_sdk_s3::types::{Grantee as AwsGrantee, Type};

/// Who is granted something.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Grantee {
    display_name: Computed<String>,
    email_address: Optional<String>,
    id: Optional<String>,
    #[attr(one_of = ["CanonicalUser", "AmazonCustomerByEmail", "Group"])]
    r#type: Required<String>,
    uri: Optional<String>,
}

impl Grantee {
    /// The grantee in the form of S3.
    ///
    /// # Errors
    /// None in practice: every grantee has a type.
    pub fn to_aws(&self) -> Result<AwsGrantee> {
        Ok(AwsGrantee::builder()
            .r#type(Type::from(self.r#type.as_str()))
            .set_email_address(said(&self.email_address))
            .set_id(said(&self.id))
            .set_uri(said(&self.uri))
            .build()?)
    }

    /// The grantee as S3 has it.
    pub fn from_aws(grantee: AwsGrantee) -> Self {
        Grantee {
            display_name: Some(grantee.display_name.unwrap_or_default()),
            email_address: Some(grantee.email_address.unwrap_or_default()),
            id: Some(grantee.id.unwrap_or_default()),
            r#type: grantee.r#type.to_string(),
            uri: Some(grantee.uri.unwrap_or_default()),
        }
    }
}
