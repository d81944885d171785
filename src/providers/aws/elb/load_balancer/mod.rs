//! `aws_lb`: an application, network or gateway load balancer.

mod attributes;
mod schema;
mod subnets;

use aws_sdk_ec2::types::Filter;
use aws_sdk_elasticloadbalancingv2::types::{
    self as sdk, EnforceSecurityGroupInboundRulesOnPrivateLinkTrafficEnum as Enforce, IpAddressType,
    LoadBalancerSchemeEnum, LoadBalancerStateEnum, LoadBalancerTypeEnum, MinimumLoadBalancerCapacity,
    RemoveIpamPoolEnum,
};

use super::tagging;
use crate::providers::aws::{names, prelude::*};
pub use schema::{Capacity, LoadBalancer, Pools, SubnetMapping, fill};

const GONE: &[&str] = &["LoadBalancerNotFound"];

impl Resource<Aws> for LoadBalancer {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let name = match said(&self.name) {
            Some(name) => name,
            None => names::unique(&said(&self.name_prefix).unwrap_or_else(|| "tf-lb-".into())),
        };
        // The call itself takes a balancer that is there already for its own.
        let there = aws.elb.describe_load_balancers().names(&name).send().await.or_gone(GONE)?;
        if there.and_then(|there| there.load_balancers?.pop()).is_some() {
            return Err(Error::Invalid(format!(
                "There is a load balancer {name:?} already. Import it, or choose another name."
            )));
        }
        let kind = self.kind().to_owned();
        let request = aws
            .elb
            .create_load_balancer()
            .name(name)
            .r#type(LoadBalancerTypeEnum::from(kind.as_str()))
            .set_scheme(self.internal.filter(|internal| *internal).map(|_| LoadBalancerSchemeEnum::Internal))
            .set_security_groups(self.security_groups.clone().map(|set| set.0).filter(|set| !set.is_empty()))
            .set_customer_owned_ipv4_pool(said(&self.customer_owned_ipv4_pool))
            .set_ip_address_type(said(&self.ip_address_type).map(|kind| IpAddressType::from(kind.as_str())))
            .set_ipam_pools(self.pools())
            .set_tags(tagging::to_elb(&self.tags_all));
        let request = match self.mappings() {
            Some(mappings) => request.set_subnet_mappings(Some(mappings)),
            None => request.set_subnets(self.subnets.clone().map(|set| set.0).filter(|set| !set.is_empty())),
        };
        let made = request.send().await?.load_balancers.and_then(|mut all| all.pop());
        self.id = made.and_then(|balancer| balancer.load_balancer_arn);
        let limit = self.timeouts.create(minutes(10));
        wait_active(self.id(), limit, aws).await?;
        self.modify(None, aws).await?;
        if let Some(capacity) = self.capacity() {
            let request = aws.elb.modify_capacity_reservation().load_balancer_arn(self.id());
            request.minimum_load_balancer_capacity(capacity).send().await?;
        }
        if let Some(enforce) = said(&self.enforce_security_group_inbound_rules_on_private_link_traffic)
            && kind == "network"
        {
            let groups = self.security_groups.clone().map(|set| set.0).unwrap_or_default();
            let request = aws.elb.set_security_groups().load_balancer_arn(self.id());
            request
                .set_security_groups(Some(groups))
                .enforce_security_group_inbound_rules_on_private_link_traffic(Enforce::from(enforce.as_str()))
                .send()
                .await?;
        }
        wait_active(self.id(), limit, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(found) = find(self.id(), aws).await? else { return Ok(None) };
        fill(self, found, aws).await.map(Some)
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let arn = prior.id();
        self.id = prior.id.clone();
        let moved = !same_set(&self.subnet_mapping, &prior.subnet_mapping);
        if moved || !same(&self.subnets, &prior.subnets) {
            let request = aws.elb.set_subnets().load_balancer_arn(arn);
            // A change of one of the two makes the other unknown, so only one of them is the configuration's.
            let request = match self.mappings().filter(|_| moved) {
                Some(mappings) => request.set_subnet_mappings(Some(mappings)),
                None => request.set_subnets(self.subnets.clone().map(|set| set.0)),
            };
            request.send().await?;
        }
        let enforce = said(&self.enforce_security_group_inbound_rules_on_private_link_traffic);
        let enforces = changed(
            &prior.enforce_security_group_inbound_rules_on_private_link_traffic,
            &self.enforce_security_group_inbound_rules_on_private_link_traffic,
        );
        if !same(&self.security_groups, &prior.security_groups) || enforces.is_some() {
            let groups = self.security_groups.clone().map(|set| set.0).unwrap_or_default();
            let request =
                aws.elb.set_security_groups().load_balancer_arn(arn).set_security_groups(Some(groups));
            let enforce =
                enforce.filter(|_| self.kind() == "network").map(|text| Enforce::from(text.as_str()));
            request.set_enforce_security_group_inbound_rules_on_private_link_traffic(enforce).send().await?;
        }
        if let Some(kind) =
            changed(&prior.ip_address_type, &self.ip_address_type).filter(|kind| !kind.is_empty())
        {
            let request = aws.elb.set_ip_address_type().load_balancer_arn(arn);
            request.ip_address_type(IpAddressType::from(kind.as_str())).send().await?;
        }
        if !same(&self.ipam_pools, &prior.ipam_pools) {
            let request = aws.elb.modify_ip_pools().load_balancer_arn(arn);
            let request = match self.pools() {
                Some(pools) => request.ipam_pools(pools),
                None => request.remove_ipam_pools(RemoveIpamPoolEnum::Ipv4),
            };
            request.send().await?;
        }
        self.modify(Some(prior), aws).await?;
        if !same(&self.minimum_load_balancer_capacity, &prior.minimum_load_balancer_capacity) {
            let request = aws.elb.modify_capacity_reservation().load_balancer_arn(arn);
            let request = match self.capacity() {
                Some(capacity) => request.minimum_load_balancer_capacity(capacity),
                None => request.reset_capacity_reservation(true),
            };
            request.send().await?;
        }
        tagging::update(aws, arn, &prior.tags_all, &self.tags_all).await?;
        wait_active(arn, self.timeouts.update(minutes(10)), aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let arn = self.id().to_owned();
        let deleted = aws.elb.delete_load_balancer().load_balancer_arn(&arn).send().await.or_gone(GONE);
        if let Err(error) = &deleted
            && error.says("deletion protection is enabled")
        {
            return Err(Error::Invalid(format!(
                "Load balancer {} is protected against deletion. Set `enable_deletion_protection = false` and apply \
                 before you destroy it.",
                suffix(&arn)
            )));
        }
        deleted?;
        // Its network interfaces outlive it and hold subnets and security groups.
        let left = Filter::builder().name("description").values(format!("ELB {}", suffix(&arn))).build();
        wait::until("the deletion of the load balancer", self.timeouts.delete(minutes(10)), || async {
            let found = aws.ec2.describe_network_interfaces().filters(left.clone()).send().await?;
            Ok(match found.network_interfaces.map_or(0, |interfaces| interfaces.len()) {
                0 => Progress::Ready(()),
                n => Progress::Pending(format!("{n} network interfaces left")),
            })
        })
        .await
    }

    fn refine(plan: &mut Refine<'_>) {
        attributes::refine(plan);
        let kind = plan.planned("load_balancer_type").as_str().unwrap_or("application").to_owned();
        subnets::refine(plan, &kind);
        let len = |value: &Value| value.as_sequence().map_or(0, <[Value]>::len);
        if kind == "network" && plan.is_changed("security_groups") {
            let (before, now) = (len(plan.prior("security_groups")), plan.planned("security_groups"));
            if now.is_wholly_known() && (before == 0) != (len(now) == 0) {
                plan.require_replace("security_groups");
            }
        }
    }

    fn import(id: &str) -> Result<Self> {
        if !id.contains(":loadbalancer/") {
            return Err(Error::Invalid(format!("{id:?} is no ARN of a load balancer.")));
        }
        Ok(Self { id: Some(id.to_owned()), ..Self::default() })
    }
}

impl LoadBalancer {
    fn kind(&self) -> &str {
        self.load_balancer_type.as_deref().filter(|kind| !kind.is_empty()).unwrap_or("application")
    }

    fn mappings(&self) -> Option<Vec<sdk::SubnetMapping>> {
        let set = self.subnet_mapping.as_ref().filter(|set| !set.is_empty())?;
        let mapping = |block: &SubnetMapping| {
            sdk::SubnetMapping::builder()
                .subnet_id(&block.subnet_id)
                .set_allocation_id(said(&block.allocation_id))
                .set_ipv6_address(said(&block.ipv6_address))
                .set_private_ipv4_address(said(&block.private_ipv4_address))
                .build()
        };
        Some(set.iter().map(mapping).collect())
    }

    fn pools(&self) -> Option<sdk::IpamPools> {
        let block = self.ipam_pools.iter().flatten().next()?;
        Some(sdk::IpamPools::builder().ipv4_ipam_pool_id(&block.ipv4_ipam_pool_id).build())
    }

    fn capacity(&self) -> Option<MinimumLoadBalancerCapacity> {
        let block = self.minimum_load_balancer_capacity.iter().flatten().next()?;
        Some(MinimumLoadBalancerCapacity::builder().capacity_units(block.capacity_units).build())
    }

    /// Writes the attributes that the API keeps by key and that are planned to change.
    async fn modify(&self, prior: Option<&Self>, aws: &Aws) -> Result<()> {
        let attributes = attributes::changes(self, prior);
        if !attributes.is_empty() {
            let request = aws.elb.modify_load_balancer_attributes().load_balancer_arn(self.id());
            request.set_attributes(Some(attributes)).send().await?;
        }
        Ok(())
    }
}

async fn wait_active(arn: &str, limit: std::time::Duration, aws: &Aws) -> Result<()> {
    wait::until("the load balancer", limit, || async {
        let state = find(arn, aws).await?.and_then(|balancer| balancer.state);
        let reason = state.as_ref().and_then(|state| state.reason.clone()).unwrap_or_default();
        Ok(match state.and_then(|state| state.code) {
            Some(LoadBalancerStateEnum::Active) => Progress::Ready(()),
            Some(state @ LoadBalancerStateEnum::Failed) => {
                Progress::Failed { state: state.to_string(), reason }
            }
            state => Progress::Pending(state.map_or("not visible".into(), |state| state.to_string())),
        })
    })
    .await
}

/// Whether two sets have the same elements, in whatever order.
fn same_set<T: PartialEq>(a: &Option<Set<T>>, b: &Option<Set<T>>) -> bool {
    let items = |set: &Option<Set<T>>| set.as_ref().map_or(0, |set| set.len());
    let within =
        a.iter().flat_map(|set| set.iter()).all(|one| b.iter().flat_map(|set| set.iter()).any(|x| x == one));
    items(a) == items(b) && within
}

/// The load balancer of this ARN; `None` if there is none.
pub async fn find(arn: &str, aws: &Aws) -> Result<Option<sdk::LoadBalancer>> {
    let found = aws.elb.describe_load_balancers().load_balancer_arns(arn).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.load_balancers?.pop()))
}

/// What metrics call it: `app/main/50dc6c495c0c9188`.
pub fn suffix(arn: &str) -> &str {
    arn.split_once(":loadbalancer/").map_or("", |(_, suffix)| suffix)
}
