//! Data `aws_vpc_endpoint_service`: a service that endpoints lead to.

use super::{filters, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpc_endpoint_service")]
pub struct VpcEndpointService {
    id: Computed<String>,
    acceptance_required: Computed<bool>,
    arn: Computed<String>,
    availability_zones: Computed<Set<String>>,
    base_endpoint_dns_names: Computed<Set<String>>,
    #[attr(block)]
    filter: Optional<Set<filters::Filter>>,
    manages_vpc_endpoints: Computed<bool>,
    owner: Computed<String>,
    private_dns_name: Computed<String>,
    private_dns_names: Computed<Set<String>>,
    region: Computed<String>,
    #[attr(conflicts = ["service_name"])]
    service: Optional<String>,
    service_id: Computed<String>,
    #[attr(conflicts = ["service"])]
    service_name: Defaulted<String>,
    service_regions: Optional<Set<String>>,
    service_type: Defaulted<String>,
    supported_ip_address_types: Computed<Set<String>>,
    tags: Defaulted<Tags>,
    #[attr(timeouts("read"))]
    timeouts: Timeouts,
    vpc_endpoint_policy_supported: Computed<bool>,
}

impl Data<Aws> for VpcEndpointService {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let name = given(&self.service_name)
            .or_else(|| given(&self.service).map(|short| full_name(&short, &aws.region)));
        let attributes = [("service-type", self.service_type.clone())];
        let request = aws
            .ec2
            .describe_vpc_endpoint_services()
            .set_filters(filters::of(&self.filter, &self.tags, &attributes))
            .set_service_names(name.clone().map(|name| vec![name]))
            .set_service_regions(given_all(&self.service_regions));
        let answer = request.send().await?;
        let details = answer.service_details.unwrap_or_default();
        if details.is_empty()
            && name.is_some()
            && answer.service_names.as_ref().is_some_and(|names| names.len() == 1)
        {
            // Some regions tell the name and nothing else.
            return Ok(Self {
                id: name.as_deref().map(|name| hash(name).to_string()),
                service_name: name,
                ..self
            });
        }
        let found = filters::only("VPC endpoint service", details)?;
        let name = found.service_name.clone().unwrap_or_default();
        let service_id = found.service_id.clone().unwrap_or_default();
        let region = filled(found.service_region.clone()).filter(|region| !region.is_empty());
        let place = region.clone().unwrap_or_else(|| aws.region.clone());
        let account = aws.account().await?;
        let private = found.private_dns_names.into_iter().flatten().filter_map(|one| one.private_dns_name);
        Ok(Self {
            id: Some(hash(&name).to_string()),
            acceptance_required: filled(found.acceptance_required),
            arn: Some(format!(
                "arn:{}:ec2:{place}:{account}:vpc-endpoint-service/{service_id}",
                aws.partition()
            )),
            availability_zones: set_of(found.availability_zones),
            base_endpoint_dns_names: set_of(found.base_endpoint_dns_names),
            manages_vpc_endpoints: filled(found.manages_vpc_endpoints),
            owner: filled(found.owner),
            private_dns_name: filled(found.private_dns_name),
            private_dns_names: Some(private.collect()),
            region: region.or_else(|| Some(String::new())),
            service_id: Some(service_id),
            service_name: Some(name),
            service_type: text_of(found.service_type.and_then(|mut kinds| kinds.pop()?.service_type)),
            supported_ip_address_types: Some(
                found.supported_ip_address_types.into_iter().flatten().map(|kind| kind.to_string()).collect(),
            ),
            tags: tagging::from_ec2(found.tags),
            vpc_endpoint_policy_supported: filled(found.vpc_endpoint_policy_supported),
            ..self
        })
    }
}

/// The name of one of Amazon's services that is known by a short one: `com.amazonaws.eu-central-1.s3`.
fn full_name(short: &str, region: &str) -> String {
    let domain = if region.starts_with("cn-") { "cn.com.amazonaws" } else { "com.amazonaws" };
    format!("{domain}.{region}.{short}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_one_of_amazons() {
        assert_eq!(full_name("s3", "eu-central-1"), "com.amazonaws.eu-central-1.s3");
        assert_eq!(full_name("s3", "cn-north-1"), "cn.com.amazonaws.cn-north-1.s3");
    }
}
