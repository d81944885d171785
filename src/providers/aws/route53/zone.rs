//! `aws_route53_zone`: a zone of DNS, public or for some VPCs.

use std::time::Duration;

use super::{prelude::*, record_set};
use aws_sdk_route53::{
    operation::get_hosted_zone::GetHostedZoneOutput,
    types::{
        Change, ChangeAction, ChangeBatch, HostedZoneConfig, RrType, Tag, TagResourceType, Vpc as SdkVpc,
        VpcRegion,
    },
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_route53_zone")]
pub struct Zone {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(default = "Managed by Terraform", length = (0, 256))]
    comment: Optional<String>,
    #[attr(force_new, length = (0, 32), conflicts = ["vpc"])]
    delegation_set_id: Optional<String>,
    #[attr(default = false)]
    force_destroy: Optional<bool>,
    #[attr(force_new, length = (1, 1024), normalize = name::normalize)]
    name: Required<String>,
    name_servers: Computed<Vec<String>>,
    primary_name_server: Computed<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
    #[attr(block, conflicts = ["delegation_set_id"])]
    vpc: Optional<Set<Vpc>>,
    zone_id: Computed<String>,
}

/// A VPC that sees a private zone.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Vpc {
    vpc_id: Required<String>,
    vpc_region: Defaulted<String>,
}

const GONE: &str = "NoSuchHostedZone";
/// How long the servers may take to know of a change.
const LIMIT: Duration = minutes(30);

impl Resource<Aws> for Zone {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.create(LIMIT);
        let vpcs = self.vpcs(aws);
        let config = self.comment.as_ref().map(|comment| {
            HostedZoneConfig::builder().comment(comment).private_zone(!vpcs.is_empty()).build()
        });
        let request = aws
            .route53
            .create_hosted_zone()
            .caller_reference(uuid::Uuid::new_v4().to_string())
            .name(&self.name)
            .set_delegation_set_id(self.delegation_set_id.clone())
            .set_hosted_zone_config(config)
            .set_vpc(vpcs.first().cloned());
        let created = request.send().await?;
        self.id = created.hosted_zone.map(|zone| name::zone_id(&zone.id));
        change::wait(aws, created.change_info, limit).await?;
        for vpc in vpcs.into_iter().skip(1) {
            self.associate(vpc, limit, aws).await?;
        }
        retag(aws, self.id(), &None, &self.tags_all).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(answer) = find(self.id(), aws).await? else { return Ok(None) };
        let GetHostedZoneOutput { hosted_zone: Some(zone), delegation_set, vpcs, .. } = answer else {
            return Err(Error::Missing("the hosted zone"));
        };
        let id = name::zone_id(&zone.id);
        let (delegation_set_id, servers) = match delegation_set {
            Some(set) => {
                (set.id.map(|id| id.trim_start_matches("/delegationset/").to_owned()), set.name_servers)
            }
            None => (None, name_servers(&id, &zone.name, aws).await?),
        };
        let is_private = zone.config.as_ref().is_some_and(|config| config.private_zone);
        let vpc = vpcs.into_iter().flatten().map(|vpc| Vpc {
            vpc_id: vpc.vpc_id.unwrap_or_default(),
            vpc_region: vpc.vpc_region.map(|region| region.to_string()),
        });
        Ok(Some(Zone {
            arn: Some(arn(&id, aws)),
            comment: zone.config.and_then(|config| config.comment),
            delegation_set_id,
            force_destroy: self.force_destroy,
            name: name::clean(&zone.name),
            primary_name_server: servers.first().cloned(),
            name_servers: Some(sorted(servers)),
            tags: self.tags,
            tags_all: tags_of(&id, aws).await?,
            timeouts: self.timeouts,
            vpc: Some(vpc.filter(|_| is_private).collect()),
            zone_id: Some(id.clone()),
            id: Some(id),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if self.comment.as_deref().unwrap_or_default() != prior.comment.as_deref().unwrap_or_default() {
            let comment = self.comment.clone().unwrap_or_default();
            aws.route53.update_hosted_zone_comment().id(self.id()).comment(comment).send().await?;
        }
        retag(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        let limit = self.timeouts.update(LIMIT);
        let (before, after) = (prior.vpcs(aws), self.vpcs(aws));
        // A private zone must not be without a VPC in between.
        for vpc in after.iter().filter(|vpc| !before.contains(vpc)) {
            self.associate(vpc.clone(), limit, aws).await?;
        }
        for vpc in before.into_iter().filter(|vpc| !after.contains(vpc)) {
            let request = aws.route53.disassociate_vpc_from_hosted_zone().hosted_zone_id(self.id()).vpc(vpc);
            change::wait(aws, request.send().await?.change_info, limit).await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.delete(LIMIT);
        if self.force_destroy.unwrap_or_default() {
            self.empty(limit, aws).await?;
        }
        let deleted = aws.route53.delete_hosted_zone().id(self.id()).send().await.or_gone(&[GONE])?;
        change::wait(aws, deleted.and_then(|deleted| deleted.change_info), limit).await
    }

    /// The import id is that of the zone.
    fn import(id: &str) -> Result<Self> {
        Ok(Self { id: Some(name::zone_id(id)), ..Self::default() })
    }
}

impl Zone {
    /// The VPCs, each in the region of the provider if it says none.
    fn vpcs(&self, aws: &Aws) -> Vec<SdkVpc> {
        let sdk = |vpc: &Vpc| {
            let region = vpc.vpc_region.as_deref().filter(|region| !region.is_empty()).unwrap_or(&aws.region);
            SdkVpc::builder().vpc_id(&vpc.vpc_id).vpc_region(VpcRegion::from(region)).build()
        };
        self.vpc.iter().flat_map(|set| set.iter()).map(sdk).collect()
    }

    async fn associate(&self, vpc: SdkVpc, limit: Duration, aws: &Aws) -> Result<()> {
        let request = aws.route53.associate_vpc_with_hosted_zone().hosted_zone_id(self.id()).vpc(vpc);
        change::wait(aws, request.send().await?.change_info, limit).await
    }

    /// Deletes every record but those that a zone always has.
    async fn empty(&self, limit: Duration, aws: &Aws) -> Result<()> {
        let Some(sets) = record_set::list(self.id(), None, aws).await? else { return Ok(()) };
        let own = |kind: &RrType| matches!(kind, RrType::Ns | RrType::Soa);
        let mut changes = Vec::new();
        for set in sets.into_iter().filter(|set| !(own(&set.r#type) && name::clean(&set.name) == self.name)) {
            changes.push(Change::builder().action(ChangeAction::Delete).resource_record_set(set).build()?);
        }
        for some in changes.chunks(100) {
            let batch = ChangeBatch::builder().set_changes(Some(some.to_vec())).build()?;
            let request =
                aws.route53.change_resource_record_sets().hosted_zone_id(self.id()).change_batch(batch);
            change::wait(aws, request.send().await?.change_info, limit).await?;
        }
        Ok(())
    }
}

async fn find(id: &str, aws: &Aws) -> Result<Option<GetHostedZoneOutput>> {
    aws.route53.get_hosted_zone().id(id).send().await.or_gone(&[GONE])
}

/// The ARN of a zone, which has neither region nor account.
pub fn arn(id: &str, aws: &Aws) -> String {
    format!("arn:{}:route53:::hostedzone/{id}", aws.partition())
}

/// The name servers that a zone without a delegation set names itself.
pub async fn name_servers(id: &str, zone: &str, aws: &Aws) -> Result<Vec<String>> {
    let from = Some((zone, RrType::Ns, None));
    let sets = record_set::list(id, from, aws).await?.unwrap_or_default();
    let own =
        sets.into_iter().find(|set| set.r#type == RrType::Ns && name::clean(&set.name) == name::clean(zone));
    let records = own.and_then(|set| set.resource_records).unwrap_or_default();
    Ok(records.into_iter().map(|record| record.value).collect())
}

/// The names in order.
pub fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// The tags of a zone.
pub async fn tags_of(id: &str, aws: &Aws) -> Result<Option<Tags>> {
    let request =
        aws.route53.list_tags_for_resource().resource_type(TagResourceType::Hostedzone).resource_id(id);
    let set = request.send().await?.resource_tag_set.and_then(|set| set.tags).unwrap_or_default();
    Ok(tags::from_pairs(set.into_iter().filter_map(|tag| Some((tag.key?, tag.value.unwrap_or_default())))))
}

async fn retag(aws: &Aws, id: &str, prior: &Option<Tags>, planned: &Option<Tags>) -> Result<()> {
    let Some(change) = tags::change(prior, planned) else { return Ok(()) };
    let added = change.added.iter().map(|(key, value)| Tag::builder().key(key).value(value).build());
    let some = |empty: bool| (!empty).then_some(());
    aws.route53
        .change_tags_for_resource()
        .resource_type(TagResourceType::Hostedzone)
        .resource_id(id)
        .set_add_tags(some(change.added.is_empty()).map(|()| added.collect()))
        .set_remove_tag_keys(some(change.removed.is_empty()).map(|()| change.removed))
        .send()
        .await?;
    Ok(())
}
