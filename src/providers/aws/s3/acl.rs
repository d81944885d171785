//! `aws_s3_bucket_acl`: who may do what with a bucket, in the older way.

use super::{grantee::Grantee, prelude::*};
use crate::lang::value::Type;
use crate::schema::Field as _;
use aws_sdk_s3::types::{
    AccessControlPolicy, BucketCannedAcl, Grant as AwsGrant, Owner as AwsOwner, Permission,
};

/// Who may do what with a bucket, in the older way.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket_acl")]
pub struct Acl {
    id: Computed<String>,
    #[attr(block, max_items = 1, conflicts = ["acl"])]
    access_control_policy: Defaulted<Vec<Policy>>,
    #[attr(
        conflicts = ["access_control_policy"],
        one_of = ["private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "log-delivery-write"]
    )]
    acl: Optional<String>,
    #[attr(force_new, length = (1, 63))]
    bucket: Required<String>,
    #[attr(force_new)]
    expected_bucket_owner: Optional<String>,
}

/// The owner and all grants.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Policy {
    #[attr(block)]
    grant: Optional<Set<Grant>>,
    #[attr(block, min_items = 1, max_items = 1)]
    owner: Required<Vec<Owner>>,
}

/// What one grantee may do.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Grant {
    #[attr(block, max_items = 1)]
    grantee: Optional<Vec<Grantee>>,
    #[attr(one_of = ["FULL_CONTROL", "WRITE", "WRITE_ACP", "READ", "READ_ACP"])]
    permission: Required<String>,
}

/// The owner of the bucket.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Owner {
    display_name: Defaulted<String>,
    id: Required<String>,
}

impl Resource<Aws> for Acl {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(self.own_id());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (bucket, owner, acl) = parse(self.id());
        let request = aws.s3.get_bucket_acl().bucket(&bucket).set_expected_bucket_owner(owner.clone());
        let Some(found) = request.send().await.or_gone(&[NO_BUCKET])? else { return Ok(None) };
        let grants = found.grants.unwrap_or_default().into_iter().map(|grant| Grant {
            grantee: Some(grant.grantee.map(Grantee::from_aws).into_iter().collect()),
            permission: grant.permission.map(|permission| permission.to_string()).unwrap_or_default(),
        });
        let owners = found.owner.into_iter().map(|owner| Owner {
            display_name: Some(owner.display_name.unwrap_or_default()),
            id: owner.id.unwrap_or_default(),
        });
        Ok(Some(Acl {
            access_control_policy: Some(vec![Policy {
                grant: Some(grants.collect()),
                owner: owners.collect(),
            }]),
            acl: Some(acl.unwrap_or_default()),
            bucket,
            expected_bucket_owner: Some(owner.unwrap_or_default()),
            id: self.id,
        }))
    }

    async fn update(&mut self, _prior: &Self, aws: &Aws) -> Result<()> {
        self.put(aws).await?;
        self.id = Some(self.own_id());
        Ok(())
    }

    /// There is always an ACL: it stays as it is.
    async fn delete(&mut self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    fn refine(plan: &mut Refine<'_>) {
        let unset = plan.config("access_control_policy").as_sequence().is_some_and(<[Value]>::is_empty);
        if unset && plan.is_changed("acl") {
            plan.set_unknown("access_control_policy", Type::list(Policy::SHAPE.ty()));
        }
    }
}

impl Acl {
    async fn put(&self, aws: &Aws) -> Result<()> {
        let acl = said(&self.acl);
        let policy = self.access_control_policy.iter().flatten().next().filter(|_| acl.is_none());
        let policy = policy.map(Policy::to_aws).transpose()?;
        let request = || async {
            let request = aws.s3.put_bucket_acl().bucket(&self.bucket);
            let request = request.set_expected_bucket_owner(said(&self.expected_bucket_owner));
            let request = request.set_acl(acl.as_deref().map(BucketCannedAcl::from));
            Ok(request.set_access_control_policy(policy.clone()).send().await?)
        };
        configure(request).await?;
        Ok(())
    }

    fn own_id(&self) -> String {
        let parts = [Some(self.bucket.clone()), said(&self.expected_bucket_owner), said(&self.acl)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(",")
    }
}

impl Policy {
    fn to_aws(&self) -> Result<AccessControlPolicy> {
        let grants = self.grant.iter().flat_map(|set| set.iter()).map(|grant| {
            let grantee = grant.grantee.iter().flatten().next().map(Grantee::to_aws).transpose()?;
            let permission = Permission::from(grant.permission.as_str());
            Ok(AwsGrant::builder().set_grantee(grantee).permission(permission).build())
        });
        let owner = self.owner.first().map(|owner| {
            AwsOwner::builder().id(&owner.id).set_display_name(said(&owner.display_name)).build()
        });
        let grants = grants.collect::<Result<Vec<_>>>()?;
        Ok(AccessControlPolicy::builder().set_grants(Some(grants)).set_owner(owner).build())
    }
}

/// Bucket, expected owner and canned ACL of an id such as `bucket`, `bucket,123456789012`, `bucket,private` or
/// `bucket,123456789012,private`.
fn parse(id: &str) -> (String, Option<String>, Option<String>) {
    let mut parts = id.split(',').map(str::to_owned);
    let bucket = parts.next().unwrap_or_default();
    match (parts.next(), parts.next()) {
        (Some(one), None) if one.bytes().all(|byte| byte.is_ascii_digit()) => (bucket, Some(one), None),
        (Some(one), None) => (bucket, None, Some(one)),
        (owner, acl) => (bucket, owner, acl),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_bucket_owner_and_acl() {
        for (id, owner, acl) in [
            ("b", None, None),
            ("b,123456789012", Some("123456789012"), None),
            ("b,public-read", None, Some("public-read")),
            ("b,123456789012,private", Some("123456789012"), Some("private")),
        ] {
            let found = parse(id);
            assert_eq!((found.1.as_deref(), found.2.as_deref()), (owner, acl), "{id}");
            let text = |text: Option<&str>| text.map(str::to_owned);
            let whole = Acl {
                bucket: "b".into(),
                expected_bucket_owner: text(owner),
                acl: text(acl),
                ..Acl::default()
            };
            assert_eq!(whole.own_id(), id);
        }
    }
}
