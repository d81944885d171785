//! `aws_wafv2_ip_set`: addresses that rules refer to.

use aws_sdk_wafv2::{
    operation::get_ip_set::GetIpSetOutput,
    types::{IpAddressVersion, Scope},
};

use super::prelude::*;
use crate::providers::aws::names;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_wafv2_ip_set")]
pub struct IpSet {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(max_items = 10_000)]
    addresses: Optional<Set<String>>,
    #[attr(length = (1, 256))]
    description: Optional<String>,
    #[attr(force_new, one_of = ["IPV4", "IPV6"])]
    ip_address_version: Required<String>,
    lock_token: Computed<String>,
    #[attr(force_new, length = (1, 128), conflicts = ["name_prefix"])]
    name: Defaulted<String>,
    #[attr(force_new, length = (1, 102), conflicts = ["name"])]
    name_prefix: Defaulted<String>,
    #[attr(force_new, one_of = ["CLOUDFRONT", "REGIONAL"])]
    scope: Required<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

impl Resource<Aws> for IpSet {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.name = Some(names::of(&self.name, &self.name_prefix));
        let request = aws
            .waf
            .create_ip_set()
            .set_name(self.name.clone())
            .scope(self.scope())
            .ip_address_version(IpAddressVersion::from(self.ip_address_version.as_str()))
            .set_addresses(Some(self.addresses()))
            .set_description(said(&self.description))
            .set_tags(scope::to_waf(&self.tags_all)?);
        self.id = request.send().await?.summary.and_then(|summary| summary.id);
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(answer) = self.find(aws).await? else { return Ok(None) };
        let Some(set) = answer.ip_set else { return Err(Error::Missing("the IP set")) };
        Ok(Some(IpSet {
            id: Some(set.id),
            addresses: Some(set.addresses.into()),
            description: set.description,
            ip_address_version: set.ip_address_version.to_string(),
            lock_token: answer.lock_token,
            name_prefix: Some(names::prefix_of(&set.name)),
            name: Some(set.name),
            scope: self.scope,
            tags: self.tags,
            tags_all: scope::tags_of(&set.arn, aws).await?,
            arn: Some(set.arn),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if self.addresses != prior.addresses || !same(&self.description, &prior.description) {
            wait::retry(scope::LIMIT, scope::is_locked, || async {
                let token = self.find(aws).await?.and_then(|answer| answer.lock_token);
                let request = aws
                    .waf
                    .update_ip_set()
                    .set_name(self.name.clone())
                    .scope(self.scope())
                    .id(self.id())
                    .set_addresses(Some(self.addresses()))
                    .set_description(said(&self.description))
                    .set_lock_token(token);
                Ok(request.send().await?)
            })
            .await?;
        }
        scope::retag(aws, self.arn.as_deref().unwrap_or_default(), &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        wait::retry(scope::LIMIT, scope::is_in_use, || async {
            let Some(token) = self.find(aws).await?.and_then(|answer| answer.lock_token) else {
                return Ok(());
            };
            let request =
                aws.waf.delete_ip_set().set_name(self.name.clone()).scope(self.scope()).id(self.id());
            request.lock_token(token).send().await.or_gone(&[scope::GONE])?;
            Ok(())
        })
        .await
    }

    /// The import id is `ID/NAME/SCOPE`.
    fn import(id: &str) -> Result<Self> {
        let [id, name, scope] = scope::parse(id, Self::NAME)?;
        Ok(Self { id: Some(id), name: Some(name), scope, ..Self::default() })
    }
}

impl IpSet {
    fn scope(&self) -> Scope {
        Scope::from(self.scope.as_str())
    }

    fn addresses(&self) -> Vec<String> {
        self.addresses.clone().unwrap_or_default().0
    }

    async fn find(&self, aws: &Aws) -> Result<Option<GetIpSetOutput>> {
        let request = aws.waf.get_ip_set().set_name(self.name.clone()).scope(self.scope()).id(self.id());
        request.send().await.or_gone(&[scope::GONE])
    }
}
