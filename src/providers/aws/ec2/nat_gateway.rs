//! `aws_nat_gateway`: the way out for instances without an address of their own.

use super::prelude::*;
use aws_sdk_ec2::types::{ConnectivityType, NatGatewayAddress, NatGatewayAddressStatus, NatGatewayState};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_nat_gateway")]
pub struct NatGateway {
    id: Computed<String>,
    #[attr(force_new)]
    allocation_id: Optional<String>,
    association_id: Computed<String>,
    #[attr(force_new, default = "public", one_of = ["private", "public"])]
    connectivity_type: Optional<String>,
    network_interface_id: Computed<String>,
    #[attr(force_new)]
    private_ip: Defaulted<String>,
    public_ip: Computed<String>,
    secondary_allocation_ids: Optional<Set<String>>,
    #[attr(conflicts = ["secondary_private_ip_addresses"])]
    secondary_private_ip_address_count: Defaulted<i32>,
    #[attr(conflicts = ["secondary_private_ip_address_count"])]
    secondary_private_ip_addresses: Defaulted<Set<String>>,
    #[attr(force_new)]
    subnet_id: Required<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(timeouts("create", "delete", "update"))]
    timeouts: Timeouts,
}

impl Resource<Aws> for NatGateway {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let kind = given(&self.connectivity_type).map(|kind| ConnectivityType::from(kind.as_str()));
        let request = aws
            .ec2
            .create_nat_gateway()
            .set_allocation_id(given(&self.allocation_id))
            .set_connectivity_type(kind)
            .set_private_ip_address(given(&self.private_ip))
            .set_secondary_allocation_ids(given_all(&self.secondary_allocation_ids))
            .set_secondary_private_ip_address_count(given_number(&self.secondary_private_ip_address_count))
            .set_secondary_private_ip_addresses(given_all(&self.secondary_private_ip_addresses))
            .set_tag_specifications(tagging::on_create(ResourceType::Natgateway, &self.tags_all))
            .subnet_id(&self.subnet_id);
        self.id = request.send().await?.nat_gateway.and_then(|gateway| gateway.nat_gateway_id);
        wait::until("the NAT gateway", self.timeouts.create(minutes(10)), || async {
            let Some(gateway) = find(self.id(), aws).await? else {
                return Ok(Progress::Pending("not visible".into()));
            };
            let reason = [gateway.failure_code(), gateway.failure_message()];
            Ok(match gateway.state() {
                Some(NatGatewayState::Available) => Progress::Ready(()),
                Some(NatGatewayState::Failed) => Progress::Failed {
                    state: "failed".into(),
                    reason: reason.into_iter().flatten().collect::<Vec<_>>().join(": "),
                },
                state => Progress::Pending(state.map_or("pending".into(), ToString::to_string)),
            })
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(gateway) = find(self.id(), aws).await? else { return Ok(None) };
        if matches!(gateway.state, Some(NatGatewayState::Deleted | NatGatewayState::Deleting)) {
            return Ok(None);
        }
        let addresses = gateway.nat_gateway_addresses.unwrap_or_default();
        let alone = addresses.len() == 1;
        let (primary, secondary): (Vec<_>, Vec<_>) =
            addresses.into_iter().partition(|address| alone || address.is_primary.unwrap_or_default());
        let primary = primary.into_iter().next().unwrap_or(NatGatewayAddress::builder().build());
        let allocations: Set<_> =
            secondary.iter().filter_map(|address| address.allocation_id.clone()).collect();
        let private: Set<_> = secondary.into_iter().filter_map(|address| address.private_ip).collect();
        Ok(Some(NatGateway {
            id: self.id,
            allocation_id: filled(primary.allocation_id),
            association_id: filled(primary.association_id),
            connectivity_type: text_of(gateway.connectivity_type),
            network_interface_id: filled(primary.network_interface_id),
            private_ip: filled(primary.private_ip),
            public_ip: filled(primary.public_ip),
            secondary_allocation_ids: Some(allocations).filter(|ids| !ids.is_empty()),
            secondary_private_ip_address_count: i32::try_from(private.len()).ok(),
            secondary_private_ip_addresses: Some(private),
            subnet_id: gateway.subnet_id.unwrap_or_default(),
            tags: self.tags,
            tags_all: tagging::from_ec2(gateway.tags),
            timeouts: self.timeouts,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await?;
        if self.connectivity_type.as_deref() == Some("private") {
            self.assign(prior, aws).await?;
        } else {
            self.associate(prior, aws).await?;
        }
        self.settle(aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.ec2.delete_nat_gateway().nat_gateway_id(self.id()).send().await.or_gone(GONE)?;
        wait::until("the NAT gateway", self.timeouts.delete(minutes(30)), || async {
            Ok(match find(self.id(), aws).await?.and_then(|gateway| gateway.state) {
                None | Some(NatGatewayState::Deleted) => Progress::Ready(()),
                Some(state) => Progress::Pending(state.to_string()),
            })
        })
        .await
    }

    fn refine(plan: &mut Refine<'_>) {
        if plan.is_changed("secondary_allocation_ids") {
            if plan.config("secondary_private_ip_address_count").is_null() {
                plan.set_unknown("secondary_private_ip_address_count", Type::Number);
            }
            if plan.config("secondary_private_ip_addresses").is_null() {
                plan.set_unknown("secondary_private_ip_addresses", Type::set(Type::String));
            }
        }
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let text = |name: &str| config.get(name).and_then(Value::as_str);
        let is_private = text("connectivity_type") == Some("private");
        let mut wrong = Vec::new();
        let mut refuse = |name: &'static str, why: &str| {
            if config.get(name).is_some_and(|value| !value.is_null()) {
                wrong.push((name, format!("`{name}` {why}")));
            }
        };
        if is_private {
            refuse(
                "allocation_id",
                "is for public NAT gateways only: leave it out, or set `connectivity_type = \"public\"`.",
            );
            refuse(
                "secondary_allocation_ids",
                "is for public NAT gateways only: leave it out, or set `connectivity_type = \"public\"`.",
            );
        } else if text("connectivity_type") == Some("public")
            || config.get("connectivity_type").is_none_or(Value::is_null)
        {
            refuse(
                "secondary_private_ip_address_count",
                "is for private NAT gateways only: use `secondary_allocation_ids`.",
            );
        }
        wrong
    }
}

async fn find(id: &str, aws: &Aws) -> Result<Option<aws_sdk_ec2::types::NatGateway>> {
    let found = aws.ec2.describe_nat_gateways().nat_gateway_ids(id).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.nat_gateways?.pop()))
}

const GONE: &[&str] = &["NatGatewayNotFound"];

impl NatGateway {
    /// The secondary addresses of a public gateway.
    async fn associate(&self, prior: &Self, aws: &Aws) -> Result<()> {
        let (was, will) = (&prior.secondary_allocation_ids, &self.secondary_allocation_ids);
        if let Some(allocations) = added(was, will) {
            let request = aws.ec2.associate_nat_gateway_address().nat_gateway_id(self.id());
            let private = added(&prior.secondary_private_ip_addresses, &self.secondary_private_ip_addresses);
            request.set_allocation_ids(Some(allocations)).set_private_ip_addresses(private).send().await?;
            self.settle(aws).await?;
        }
        let Some(surplus) = added(will, was) else { return Ok(()) };
        let addresses = find(self.id(), aws).await?.and_then(|gateway| gateway.nat_gateway_addresses);
        let associations = addresses
            .into_iter()
            .flatten()
            .filter(|address| address.allocation_id.as_ref().is_some_and(|id| surplus.contains(id)))
            .filter_map(|address| address.association_id)
            .collect();
        let request = aws.ec2.disassociate_nat_gateway_address().nat_gateway_id(self.id());
        request.set_association_ids(Some(associations)).send().await?;
        Ok(())
    }

    /// The secondary addresses of a private gateway: by address, or by their number.
    async fn assign(&self, prior: &Self, aws: &Aws) -> Result<()> {
        let (was, will) = (&prior.secondary_private_ip_addresses, &self.secondary_private_ip_addresses);
        let (few, many) = (prior.secondary_private_ip_address_count, self.secondary_private_ip_address_count);
        let assign = || aws.ec2.assign_private_nat_gateway_address().nat_gateway_id(self.id());
        let unassign = |addresses| {
            let request = aws.ec2.unassign_private_nat_gateway_address().nat_gateway_id(self.id());
            request.set_private_ip_addresses(Some(addresses)).send()
        };
        if was != will {
            if let Some(new) = added(was, will) {
                assign().set_private_ip_addresses(Some(new)).send().await?;
                self.settle(aws).await?;
            }
            if let Some(old) = added(will, was) {
                unassign(old).await?;
            }
            return Ok(());
        }
        let more = many.unwrap_or_default() - few.unwrap_or_default();
        if more > 0 {
            assign().private_ip_address_count(more).send().await?;
        } else if more < 0 {
            let surplus = usize::try_from(-more).unwrap_or_default();
            unassign(was.iter().flat_map(|was| was.iter()).take(surplus).cloned().collect()).await?;
        }
        Ok(())
    }

    /// Waits until every address is there or gone.
    async fn settle(&self, aws: &Aws) -> Result<()> {
        wait::until("the addresses of the NAT gateway", self.timeouts.update(minutes(10)), || async {
            let addresses = find(self.id(), aws).await?.and_then(|gateway| gateway.nat_gateway_addresses);
            let pending = addresses.into_iter().flatten().find(|address| {
                address.status.as_ref().is_some_and(|status| *status != NatGatewayAddressStatus::Succeeded)
            });
            Ok(match pending {
                None => Progress::Ready(()),
                Some(address) if address.status == Some(NatGatewayAddressStatus::Failed) => {
                    Progress::Failed {
                        state: "failed".into(),
                        reason: address.failure_message.unwrap_or_default(),
                    }
                }
                Some(address) => Progress::Pending(address.status.map_or(String::new(), |s| s.to_string())),
            })
        })
        .await
    }
}
