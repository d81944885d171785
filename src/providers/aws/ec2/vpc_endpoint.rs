//! `aws_vpc_endpoint`: a private way from a VPC to a service.

use super::{prelude::*, vpc_endpoint_answers::*};
use crate::providers::aws::policy;
use aws_sdk_ec2::types::{self, DnsOptionsSpecification, DnsRecordIpType, IpAddressType, VpcEndpointType};
use futures::try_join;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpc_endpoint")]
pub struct VpcEndpoint {
    id: Computed<String>,
    arn: Computed<String>,
    auto_accept: Optional<bool>,
    cidr_blocks: Computed<Vec<String>>,
    dns_entry: Computed<Vec<DnsEntry>>,
    #[attr(block, max_items = 1)]
    dns_options: Defaulted<Vec<DnsOptions>>,
    #[attr(one_of = ["ipv4", "dualstack", "ipv6"])]
    ip_address_type: Defaulted<String>,
    network_interface_ids: Computed<Set<String>>,
    owner_id: Computed<String>,
    #[attr(equal = policy::equal)]
    policy: Defaulted<String>,
    prefix_list_id: Computed<String>,
    private_dns_enabled: Defaulted<bool>,
    requester_managed: Computed<bool>,
    #[attr(force_new, exactly_one_of = SERVICES)]
    resource_configuration_arn: Optional<String>,
    route_table_ids: Defaulted<Set<String>>,
    security_group_ids: Defaulted<Set<String>>,
    #[attr(force_new, exactly_one_of = SERVICES)]
    service_name: Optional<String>,
    #[attr(force_new, exactly_one_of = SERVICES)]
    service_network_arn: Optional<String>,
    #[attr(force_new)]
    service_region: Defaulted<String>,
    state: Computed<String>,
    #[attr(block)]
    subnet_configuration: Defaulted<Set<SubnetConfiguration>>,
    subnet_ids: Defaulted<Set<String>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
    #[attr(force_new, default = "Gateway", one_of = ["Interface", "Gateway", "GatewayLoadBalancer", "Resource", "ServiceNetwork"])]
    vpc_endpoint_type: Optional<String>,
    #[attr(force_new)]
    vpc_id: Required<String>,
}

const SERVICES: [&str; 3] = ["resource_configuration_arn", "service_name", "service_network_arn"];

impl Resource<Aws> for VpcEndpoint {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.create(minutes(10));
        let subnets = self.subnet_configuration.iter().flat_map(|set| set.iter());
        let subnets: Vec<_> = subnets.map(SubnetConfiguration::request).collect();
        let created = wait::retry(
            limit,
            |error| error.is(&["InvalidParameter"]) && error.says("not exist"),
            || async {
                let request = aws
                    .ec2
                    .create_vpc_endpoint()
                    .set_dns_options(self.dns_request())
                    .set_ip_address_type(
                        given(&self.ip_address_type).map(|kind| IpAddressType::from(kind.as_str())),
                    )
                    .set_policy_document(given(&self.policy))
                    .private_dns_enabled(self.private_dns_enabled.unwrap_or_default())
                    .set_resource_configuration_arn(given(&self.resource_configuration_arn))
                    .set_route_table_ids(given_all(&self.route_table_ids))
                    .set_security_group_ids(given_all(&self.security_group_ids))
                    .set_service_name(given(&self.service_name))
                    .set_service_network_arn(given(&self.service_network_arn))
                    .set_service_region(given(&self.service_region))
                    .set_subnet_configurations(Some(subnets.clone()).filter(|subnets| !subnets.is_empty()))
                    .set_subnet_ids(given_all(&self.subnet_ids))
                    .set_tag_specifications(tagging::on_create(ResourceType::VpcEndpoint, &self.tags_all))
                    .set_vpc_endpoint_type(
                        given(&self.vpc_endpoint_type).map(|kind| VpcEndpointType::from(kind.as_str())),
                    )
                    .vpc_id(&self.vpc_id);
                Ok(request.send().await?)
            },
        );
        let endpoint = created.await?.vpc_endpoint;
        self.id = endpoint.as_ref().and_then(|endpoint| endpoint.vpc_endpoint_id.clone());
        if self.auto_accept.unwrap_or_default() {
            self.accept(limit, aws).await?;
        }
        self.settle(limit, aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(endpoint) = find(self.id(), aws).await? else { return Ok(None) };
        if endpoint.state.as_ref().is_some_and(|state| GOING.contains(&state_text(state).as_str())) {
            return Ok(None);
        }
        let (prefix_list, interfaces) = try_join!(
            prefix_list(endpoint.service_name(), aws),
            interfaces(endpoint.network_interface_ids(), aws)
        )?;
        let owner = endpoint.owner_id.clone().unwrap_or_default();
        let (prefix_list_id, cidr_blocks) = prefix_list.unwrap_or_default();
        let groups = endpoint.groups.into_iter().flatten().filter_map(|group| group.group_id).collect();
        Ok(Some(VpcEndpoint {
            arn: Some(format!(
                "arn:{}:ec2:{}:{owner}:vpc-endpoint/{}",
                aws.partition(),
                aws.region,
                self.id()
            )),
            id: self.id,
            auto_accept: self.auto_accept,
            cidr_blocks: Some(cidr_blocks),
            dns_entry: Some(endpoint.dns_entries.into_iter().flatten().map(DnsEntry::of).collect()),
            dns_options: Some(endpoint.dns_options.into_iter().map(DnsOptions::of).collect()),
            ip_address_type: text_of(endpoint.ip_address_type),
            network_interface_ids: set_of(endpoint.network_interface_ids),
            owner_id: Some(owner),
            policy: Some(
                endpoint
                    .policy_document
                    .map(|read| policy::keep(self.policy.as_deref(), &read))
                    .unwrap_or_default(),
            ),
            prefix_list_id,
            private_dns_enabled: filled(endpoint.private_dns_enabled),
            requester_managed: filled(endpoint.requester_managed),
            resource_configuration_arn: filled(endpoint.resource_configuration_arn),
            route_table_ids: set_of(endpoint.route_table_ids),
            security_group_ids: Some(groups),
            service_name: filled(endpoint.service_name),
            service_network_arn: filled(endpoint.service_network_arn),
            service_region: filled(endpoint.service_region),
            state: text_of(endpoint.state.as_ref().map(state_text)),
            subnet_configuration: Some(interfaces.into_iter().map(SubnetConfiguration::of).collect()),
            subnet_ids: set_of(endpoint.subnet_ids),
            tags: self.tags,
            tags_all: tagging::from_ec2(endpoint.tags),
            timeouts: self.timeouts,
            vpc_endpoint_type: text_of(endpoint.vpc_endpoint_type),
            vpc_id: endpoint.vpc_id.unwrap_or_default(),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let limit = self.timeouts.update(minutes(10));
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        if self.auto_accept.unwrap_or_default() && prior.state.as_deref() == Some(ASKING) {
            self.accept(limit, aws).await?;
        }
        let policy = changed(&prior.policy, &self.policy).filter(|text| !text.is_empty()).cloned();
        let reset = given(&self.policy).is_none() && given(&prior.policy).is_some();
        let kind = changed(&prior.ip_address_type, &self.ip_address_type);
        let subnets = |endpoint: &VpcEndpoint| -> Vec<SubnetConfiguration> {
            endpoint.subnet_configuration.iter().flat_map(|set| set.iter()).cloned().collect()
        };
        let was = subnets(prior);
        let moved: Vec<_> = subnets(self).into_iter().filter(|subnet| !was.contains(subnet)).collect();
        let moved: Vec<_> = moved.iter().map(SubnetConfiguration::request).collect();
        let request = aws
            .ec2
            .modify_vpc_endpoint()
            .vpc_endpoint_id(self.id())
            .set_add_route_table_ids(added(&prior.route_table_ids, &self.route_table_ids))
            .set_add_security_group_ids(added(&prior.security_group_ids, &self.security_group_ids))
            .set_add_subnet_ids(added(&prior.subnet_ids, &self.subnet_ids))
            .set_dns_options(self.dns_request().filter(|_| self.dns_options != prior.dns_options))
            .set_ip_address_type(kind.map(|kind| IpAddressType::from(kind.as_str())))
            .set_policy_document(policy)
            .set_private_dns_enabled(changed(&prior.private_dns_enabled, &self.private_dns_enabled).copied())
            .set_remove_route_table_ids(added(&self.route_table_ids, &prior.route_table_ids))
            .set_remove_security_group_ids(added(&self.security_group_ids, &prior.security_group_ids))
            .set_remove_subnet_ids(added(&self.subnet_ids, &prior.subnet_ids))
            .set_reset_policy(reset.then_some(true))
            .set_subnet_configurations(Some(moved).filter(|moved| !moved.is_empty()));
        let empty = aws.ec2.modify_vpc_endpoint().vpc_endpoint_id(self.id());
        if request.as_input() == empty.as_input() {
            return Ok(());
        }
        request.send().await?;
        self.settle(limit, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let answer =
            aws.ec2.delete_vpc_endpoints().vpc_endpoint_ids(self.id()).send().await.or_gone(&[GONE])?;
        let failed = answer.and_then(|answer| answer.unsuccessful?.pop()?.error);
        if let Some(error) = failed.filter(|error| error.code() != Some(GONE)) {
            return Err(Error::Failed {
                what: "the VPC endpoint".into(),
                state: error.code.unwrap_or_default(),
                reason: error.message.unwrap_or_default(),
            });
        }
        wait::until("the VPC endpoint", self.timeouts.delete(minutes(10)), || async {
            let state = find(self.id(), aws).await?.and_then(|endpoint| endpoint.state);
            Ok(match state.as_ref().map(state_text) {
                None => Progress::Ready(()),
                Some(state) if state == GOING[0] => Progress::Ready(()),
                Some(state) => Progress::Pending(state),
            })
        })
        .await
    }
}

/// The endpoint with this id, if there is one.
pub async fn find(id: &str, aws: &Aws) -> Result<Option<types::VpcEndpoint>> {
    let found = aws.ec2.describe_vpc_endpoints().vpc_endpoint_ids(id).send().await.or_gone(&[GONE])?;
    Ok(found.and_then(|found| found.vpc_endpoints?.pop()))
}

const GONE: &str = "InvalidVpcEndpointId.NotFound";
/// The states of an endpoint that is no more.
const GOING: [&str; 2] = ["deleted", "deleting"];
/// The state of an endpoint that the service's owner has to accept.
const ASKING: &str = "pendingAcceptance";

impl VpcEndpoint {
    fn dns_request(&self) -> Option<DnsOptionsSpecification> {
        let options = self.dns_options.as_ref()?.first()?;
        let kind = given(&options.dns_record_ip_type).map(|kind| DnsRecordIpType::from(kind.as_str()));
        let inbound = options.private_dns_only_for_inbound_resolver_endpoint;
        let request = DnsOptionsSpecification::builder().set_dns_record_ip_type(kind);
        Some(request.set_private_dns_only_for_inbound_resolver_endpoint(inbound.filter(|on| *on)).build())
    }

    /// Accepts the endpoint on the side of the service.
    async fn accept(&self, limit: Duration, aws: &Aws) -> Result<()> {
        let endpoint = visible("the VPC endpoint", limit, || find(self.id(), aws)).await?;
        if endpoint.state.as_ref().map(state_text).as_deref() != Some(ASKING) {
            return Ok(());
        }
        let name = endpoint.service_name().unwrap_or_default();
        let services =
            aws.ec2.describe_vpc_endpoint_service_configurations().filters(filter("service-name", name));
        let service =
            services.send().await?.service_configurations.and_then(|mut found| found.pop()?.service_id);
        let request = aws.ec2.accept_vpc_endpoint_connections().set_service_id(service);
        request.vpc_endpoint_ids(self.id()).send().await?;
        Ok(())
    }

    /// Waits until the endpoint is ready, or waits for somebody else to accept it.
    async fn settle(&self, limit: Duration, aws: &Aws) -> Result<()> {
        wait::until("the VPC endpoint", limit, || async {
            let Some(endpoint) = find(self.id(), aws).await? else {
                return Ok(Progress::Pending("not visible".into()));
            };
            let reason = endpoint.last_error.and_then(|error| error.message).unwrap_or_default();
            Ok(match endpoint.state.as_ref().map(state_text) {
                Some(state) if state == "available" => Progress::Ready(()),
                Some(state) if state == ASKING && !self.auto_accept.unwrap_or_default() => {
                    Progress::Ready(())
                }
                Some(state) if ["failed", "rejected", "expired", "deleted"].contains(&state.as_str()) => {
                    Progress::Failed { state, reason }
                }
                state => Progress::Pending(state.unwrap_or_else(|| "pending".into())),
            })
        })
        .await
    }
}
