//! Data source `aws_region`: the region of the provider, or another by name or endpoint.

use crate::providers::aws::prelude::*;

/// A region.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_region")]
pub struct Region {
    id: Computed<String>,
    description: Computed<String>,
    endpoint: Defaulted<String>,
    name: Defaulted<String>,
}

impl Data<Aws> for Region {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let (name, endpoint) = (given(self.name), given(self.endpoint));
        let name = match (name, &endpoint) {
            (Some(name), _) => name,
            (None, Some(wanted)) => {
                let found = REGIONS.iter().find(|(name, _)| endpoint_of(name) == *wanted);
                let found = found.ok_or_else(|| {
                    Error::Invalid(format!(
                        "No region has the endpoint `{wanted}`. An endpoint is such as `{}`.",
                        endpoint_of("eu-central-1")
                    ))
                })?;
                found.0.to_owned()
            }
            (None, None) => aws.region.clone(),
        };
        let Some((_, description)) = REGIONS.iter().find(|(known, _)| *known == name) else {
            return Err(Error::Invalid(format!("There is no region `{name}`.")));
        };
        if endpoint.as_ref().is_some_and(|endpoint| *endpoint != endpoint_of(&name)) {
            return Err(Error::Invalid(format!(
                "Region `{name}` has another endpoint: {}.",
                endpoint_of(&name)
            )));
        }
        Ok(Region {
            id: Some(name.clone()),
            description: Some((*description).into()),
            endpoint: Some(endpoint_of(&name)),
            name: Some(name),
        })
    }
}

/// Where EC2 answers in a region: what stands for the region's endpoint.
fn endpoint_of(region: &str) -> String {
    let partition = if region.starts_with("cn-") { "aws-cn" } else { "aws" };
    format!("ec2.{region}.{}", super::dns_suffix(partition))
}

/// Every region and what AWS calls it.
const REGIONS: &[(&str, &str)] = &[
    ("af-south-1", "Africa (Cape Town)"),
    ("ap-east-1", "Asia Pacific (Hong Kong)"),
    ("ap-east-2", "Asia Pacific (Taipei)"),
    ("ap-northeast-1", "Asia Pacific (Tokyo)"),
    ("ap-northeast-2", "Asia Pacific (Seoul)"),
    ("ap-northeast-3", "Asia Pacific (Osaka)"),
    ("ap-south-1", "Asia Pacific (Mumbai)"),
    ("ap-south-2", "Asia Pacific (Hyderabad)"),
    ("ap-southeast-1", "Asia Pacific (Singapore)"),
    ("ap-southeast-2", "Asia Pacific (Sydney)"),
    ("ap-southeast-3", "Asia Pacific (Jakarta)"),
    ("ap-southeast-4", "Asia Pacific (Melbourne)"),
    ("ap-southeast-5", "Asia Pacific (Malaysia)"),
    ("ap-southeast-7", "Asia Pacific (Thailand)"),
    ("ca-central-1", "Canada (Central)"),
    ("ca-west-1", "Canada West (Calgary)"),
    ("cn-north-1", "China (Beijing)"),
    ("cn-northwest-1", "China (Ningxia)"),
    ("eu-central-1", "Europe (Frankfurt)"),
    ("eu-central-2", "Europe (Zurich)"),
    ("eu-north-1", "Europe (Stockholm)"),
    ("eu-south-1", "Europe (Milan)"),
    ("eu-south-2", "Europe (Spain)"),
    ("eu-west-1", "Europe (Ireland)"),
    ("eu-west-2", "Europe (London)"),
    ("eu-west-3", "Europe (Paris)"),
    ("il-central-1", "Israel (Tel Aviv)"),
    ("me-central-1", "Middle East (UAE)"),
    ("me-south-1", "Middle East (Bahrain)"),
    ("mx-central-1", "Mexico (Central)"),
    ("sa-east-1", "South America (Sao Paulo)"),
    ("us-east-1", "US East (N. Virginia)"),
    ("us-east-2", "US East (Ohio)"),
    ("us-gov-east-1", "AWS GovCloud (US-East)"),
    ("us-gov-west-1", "AWS GovCloud (US-West)"),
    ("us-west-1", "US West (N. California)"),
    ("us-west-2", "US West (Oregon)"),
];
