//! `aws_vpc`: a network of one's own.

use super::prelude::*;
use aws_sdk_ec2::types::{
    Tenancy, VpcAttributeName, VpcCidrBlockStateCode, VpcIpv6CidrBlockAssociation, VpcState, VpcTenancy,
};
use futures::try_join;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpc", version = 1)]
pub struct Vpc {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(conflicts = ["ipv6_ipam_pool_id"])]
    assign_generated_ipv6_cidr_block: Optional<bool>,
    #[attr(force_new, conflicts = ["ipv4_netmask_length"])]
    cidr_block: Defaulted<String>,
    default_network_acl_id: Computed<String>,
    default_route_table_id: Computed<String>,
    default_security_group_id: Computed<String>,
    dhcp_options_id: Computed<String>,
    enable_dns_hostnames: Defaulted<bool>,
    #[attr(default = true)]
    enable_dns_support: Optional<bool>,
    enable_network_address_usage_metrics: Defaulted<bool>,
    #[attr(default = "default", one_of = ["default", "dedicated"])]
    instance_tenancy: Optional<String>,
    #[attr(force_new)]
    ipv4_ipam_pool_id: Optional<String>,
    #[attr(force_new, range = (0, 32), conflicts = ["cidr_block"], required_with = ["ipv4_ipam_pool_id"])]
    ipv4_netmask_length: Optional<i32>,
    ipv6_association_id: Computed<String>,
    #[attr(conflicts = ["ipv6_netmask_length", "assign_generated_ipv6_cidr_block"], required_with = ["ipv6_ipam_pool_id"])]
    ipv6_cidr_block: Defaulted<String>,
    #[attr(required_with = ["assign_generated_ipv6_cidr_block"])]
    ipv6_cidr_block_network_border_group: Defaulted<String>,
    #[attr(conflicts = ["assign_generated_ipv6_cidr_block"])]
    ipv6_ipam_pool_id: Optional<String>,
    #[attr(conflicts = ["ipv6_cidr_block"], required_with = ["ipv6_ipam_pool_id"])]
    ipv6_netmask_length: Optional<i32>,
    main_route_table_id: Computed<String>,
    owner_id: Computed<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

impl Resource<Aws> for Vpc {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .ec2
            .create_vpc()
            .set_amazon_provided_ipv6_cidr_block(self.assign_generated_ipv6_cidr_block)
            .set_cidr_block(given(&self.cidr_block))
            .set_instance_tenancy(
                given(&self.instance_tenancy).map(|tenancy| Tenancy::from(tenancy.as_str())),
            )
            .set_ipv4_ipam_pool_id(given(&self.ipv4_ipam_pool_id))
            .set_ipv4_netmask_length(given_number(&self.ipv4_netmask_length))
            .set_ipv6_cidr_block(given(&self.ipv6_cidr_block))
            .set_ipv6_cidr_block_network_border_group(given(&self.ipv6_cidr_block_network_border_group))
            .set_ipv6_ipam_pool_id(given(&self.ipv6_ipam_pool_id))
            .set_ipv6_netmask_length(given_number(&self.ipv6_netmask_length))
            .set_tag_specifications(tagging::on_create(ResourceType::Vpc, &self.tags_all));
        self.id = request.send().await?.vpc.and_then(|vpc| vpc.vpc_id);
        wait::until("the VPC", minutes(10), || async {
            Ok(match find(self.id(), aws).await? {
                Some(vpc) if vpc.state != Some(VpcState::Pending) && is_settled(&vpc) => Progress::Ready(()),
                vpc => Progress::Pending(vpc.map_or("not visible", |_| "pending").into()),
            })
        })
        .await?;
        let new = Vpc { enable_dns_support: Some(true), ..Vpc::default() };
        self.switch(&new, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(vpc) = find(self.id(), aws).await? else { return Ok(None) };
        let owner = vpc.owner_id.clone().unwrap_or_default();
        let ipv6 = self.ipv6_of(&vpc).cloned();
        let pool = ipv6.as_ref().and_then(|ipv6| ipv6.ipv6_pool.clone()).filter(|_| ipv6.is_some());
        let from_amazon = pool.as_deref() == Some(AMAZON);
        let (hostnames, support, metrics, acl, table, group) = try_join!(
            is_on(self.id(), VpcAttributeName::EnableDnsHostnames, aws),
            is_on(self.id(), VpcAttributeName::EnableDnsSupport, aws),
            is_on(self.id(), VpcAttributeName::EnableNetworkAddressUsageMetrics, aws),
            defaults::network_acl(self.id(), aws),
            defaults::route_table(self.id(), aws),
            defaults::security_group(self.id(), aws),
        )?;
        let arn = format!("arn:{}:ec2:{}:{owner}:vpc/{}", aws.partition(), aws.region, self.id());
        Ok(Some(Vpc {
            id: self.id,
            arn: Some(arn),
            assign_generated_ipv6_cidr_block: Some(from_amazon),
            cidr_block: vpc.cidr_block,
            default_network_acl_id: filled(acl),
            default_route_table_id: filled(table.clone()),
            default_security_group_id: filled(group),
            dhcp_options_id: filled(vpc.dhcp_options_id),
            enable_dns_hostnames: Some(hostnames),
            enable_dns_support: Some(support),
            enable_network_address_usage_metrics: Some(metrics),
            instance_tenancy: text_of(vpc.instance_tenancy),
            ipv4_ipam_pool_id: self.ipv4_ipam_pool_id,
            ipv4_netmask_length: self.ipv4_netmask_length,
            ipv6_association_id: filled(ipv6.as_ref().and_then(|ipv6| ipv6.association_id.clone())),
            ipv6_cidr_block: filled(ipv6.as_ref().and_then(|ipv6| ipv6.ipv6_cidr_block.clone())),
            ipv6_cidr_block_network_border_group: filled(ipv6.and_then(|ipv6| ipv6.network_border_group)),
            ipv6_ipam_pool_id: if pool.as_deref() == Some(MANAGED) {
                self.ipv6_ipam_pool_id
            } else {
                filled(pool.filter(|_| !from_amazon))
            },
            ipv6_netmask_length: filled(self.ipv6_netmask_length),
            main_route_table_id: filled(table),
            owner_id: Some(owner),
            tags: self.tags,
            tags_all: tagging::from_ec2(vpc.tags),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        self.switch(prior, aws).await?;
        if changed(&prior.instance_tenancy, &self.instance_tenancy).is_some() {
            let request =
                aws.ec2.modify_vpc_tenancy().vpc_id(self.id()).instance_tenancy(VpcTenancy::Default);
            request.send().await?;
        }
        if self.ipv6_wish() != prior.ipv6_wish() {
            self.renumber(prior, aws).await?;
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        holders::delete(aws, minutes(5), ("vpc-id", self.id()), || async {
            aws.ec2.delete_vpc().vpc_id(self.id()).send().await.or_gone(&[GONE])?;
            Ok(())
        })
        .await?;
        vanished("the VPC", minutes(5), || find(self.id(), aws)).await
    }

    /// A VPC can leave dedicated hardware, but never go there. Another IPv6 range has another association.
    fn refine(plan: &mut Refine<'_>) {
        if plan.is_changed("instance_tenancy")
            && plan.planned("instance_tenancy").as_str() == Some("dedicated")
        {
            plan.require_replace("instance_tenancy");
        }
        if plan.is_changed("assign_generated_ipv6_cidr_block") {
            plan.set_unknown("ipv6_association_id", Type::String);
            plan.set_unknown("ipv6_cidr_block", Type::String);
        } else if plan.is_changed("ipv6_cidr_block") {
            plan.set_unknown("ipv6_association_id", Type::String);
        }
    }
}

/// The VPC with this id, if there is one.
pub async fn find(id: &str, aws: &Aws) -> Result<Option<aws_sdk_ec2::types::Vpc>> {
    let found = aws.ec2.describe_vpcs().vpc_ids(id).send().await.or_gone(&[GONE])?;
    Ok(found.and_then(|found| found.vpcs?.pop()))
}

/// Whether one of the VPC's switches is on.
pub async fn is_on(id: &str, switch: VpcAttributeName, aws: &Aws) -> Result<bool> {
    let answer = aws.ec2.describe_vpc_attribute().vpc_id(id).attribute(switch).send().await?;
    let value = answer
        .enable_dns_hostnames
        .or(answer.enable_dns_support)
        .or(answer.enable_network_address_usage_metrics);
    Ok(value.and_then(|value| value.value).unwrap_or_default())
}

const GONE: &str = "InvalidVpcID.NotFound";
/// The pool that Amazon gives IPv6 ranges from.
const AMAZON: &str = "Amazon";
/// The pool that stands for "some pool of IPAM".
const MANAGED: &str = "IPAM Managed";

/// Whether no IPv6 range of the VPC is on its way.
fn is_settled(vpc: &aws_sdk_ec2::types::Vpc) -> bool {
    vpc.ipv6_cidr_block_association_set().iter().all(|ipv6| {
        let state = ipv6.ipv6_cidr_block_state().and_then(|state| state.state());
        !matches!(state, Some(VpcCidrBlockStateCode::Associating | VpcCidrBlockStateCode::Disassociating))
    })
}

impl Vpc {
    /// The IPv6 range that this resource speaks of: the one in the state, else the first.
    fn ipv6_of<'a>(&self, vpc: &'a aws_sdk_ec2::types::Vpc) -> Option<&'a VpcIpv6CidrBlockAssociation> {
        let mut live = vpc.ipv6_cidr_block_association_set().iter().filter(|ipv6| {
            let state = ipv6.ipv6_cidr_block_state().and_then(|state| state.state());
            state == Some(&VpcCidrBlockStateCode::Associated)
        });
        let known = self.ipv6_association_id.as_deref();
        live.clone().find(|ipv6| known.is_some() && ipv6.association_id() == known).or_else(|| live.next())
    }

    /// What decides on the VPC's IPv6 range.
    fn ipv6_wish(&self) -> (bool, Option<String>, Option<i32>) {
        let from_amazon = self.assign_generated_ipv6_cidr_block.unwrap_or_default();
        (from_amazon, given(&self.ipv6_ipam_pool_id), given_number(&self.ipv6_netmask_length))
    }

    /// Gives back the prior IPv6 range and takes the planned one.
    async fn renumber(&self, prior: &Self, aws: &Aws) -> Result<()> {
        if let Some(id) = given(&prior.ipv6_association_id) {
            aws.ec2.disassociate_vpc_cidr_block().association_id(id).send().await?;
            self.settle(aws).await?;
        }
        let (from_amazon, pool, length) = self.ipv6_wish();
        if !from_amazon && pool.is_none() {
            return Ok(());
        }
        let request = aws
            .ec2
            .associate_vpc_cidr_block()
            .vpc_id(self.id())
            .set_amazon_provided_ipv6_cidr_block(from_amazon.then_some(true))
            .set_ipv6_cidr_block(given(&self.ipv6_cidr_block))
            .set_ipv6_cidr_block_network_border_group(given(&self.ipv6_cidr_block_network_border_group))
            .set_ipv6_ipam_pool_id(pool)
            .set_ipv6_netmask_length(length);
        request.send().await?;
        self.settle(aws).await
    }

    async fn settle(&self, aws: &Aws) -> Result<()> {
        wait::until("the IPv6 range of the VPC", minutes(10), || async {
            let settled = find(self.id(), aws).await?.is_some_and(|vpc| is_settled(&vpc));
            Ok(if settled { Progress::Ready(()) } else { Progress::Pending("changing".into()) })
        })
        .await
    }

    /// Sets the switches that differ. DNS host names need DNS support: they go off before it and on after it.
    async fn switch(&self, prior: &Self, aws: &Aws) -> Result<()> {
        let request = || aws.ec2.modify_vpc_attribute().vpc_id(self.id());
        let differs = |of: fn(&Vpc) -> Option<bool>| {
            of(self).is_some() && of(self).unwrap_or_default() != of(prior).unwrap_or_default()
        };
        let hostnames = differs(|vpc| vpc.enable_dns_hostnames);
        let off = self.enable_dns_hostnames == Some(false);
        if hostnames && off {
            request().enable_dns_hostnames(switch(self.enable_dns_hostnames)).send().await?;
        }
        if differs(|vpc| vpc.enable_dns_support) {
            request().enable_dns_support(switch(self.enable_dns_support)).send().await?;
        }
        if hostnames && !off {
            request().enable_dns_hostnames(switch(self.enable_dns_hostnames)).send().await?;
        }
        if differs(|vpc| vpc.enable_network_address_usage_metrics) {
            let on = switch(self.enable_network_address_usage_metrics);
            request().enable_network_address_usage_metrics(on).send().await?;
        }
        Ok(())
    }
}
