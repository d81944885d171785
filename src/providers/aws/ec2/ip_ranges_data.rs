//! Data `aws_ip_ranges`: the ranges of addresses that AWS says are its own.

use std::collections::BTreeSet;

use super::prelude::*;
use crate::providers::http::{Http, Tls};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ip_ranges")]
pub struct IpRanges {
    id: Optional<String>,
    cidr_blocks: Computed<Vec<String>>,
    create_date: Computed<String>,
    ipv6_cidr_blocks: Computed<Vec<String>>,
    regions: Optional<Set<String>>,
    services: Required<Set<String>>,
    sync_token: Computed<i64>,
    url: Optional<String>,
}

/// Where AWS says them.
const URL: &str = "https://ip-ranges.amazonaws.com/ip-ranges.json";

impl Data<Aws> for IpRanges {
    async fn read(self, _aws: &Aws) -> Result<Self> {
        let url = given(&self.url).unwrap_or_else(|| URL.to_owned());
        let failed = |error: reqwest::Error| Error::Dispatch {
            service: "HTTP".into(),
            operation: format!("GET {url}"),
            message: crate::providers::http::chain(&error.without_url()),
        };
        let client = Http::default().client(&Tls::default())?;
        let response = client.get(&url).send().await.and_then(reqwest::Response::error_for_status);
        let text = response.map_err(failed)?.text().await.map_err(failed)?;
        let all: serde_json::Value = serde_json::from_str(&text)
            .map_err(|error| Error::Invalid(format!("{url} holds no list of ranges: {error}.")))?;
        let (ipv4, ipv6) = self.chosen(&all);
        if ipv4.is_empty() && ipv6.is_empty() {
            return Err(Error::Invalid("No range fits. Check `services` and `regions`.".into()));
        }
        let token = all["syncToken"].as_str().and_then(|token| token.parse().ok()).unwrap_or_default();
        Ok(Self {
            id: Some(format!("{token}")),
            cidr_blocks: Some(ipv4),
            create_date: all["createDate"].as_str().map(str::to_owned),
            ipv6_cidr_blocks: Some(ipv6),
            sync_token: Some(token),
            ..self
        })
    }
}

impl IpRanges {
    /// The ranges of the services and regions that are asked for: IPv4 and IPv6, in order.
    fn chosen(&self, all: &serde_json::Value) -> (Vec<String>, Vec<String>) {
        let lower =
            |texts: &Set<String>| texts.iter().map(|text| text.to_lowercase()).collect::<BTreeSet<_>>();
        let services = lower(&self.services);
        let regions = self.regions.as_ref().map(lower).filter(|regions| !regions.is_empty());
        let of = |list: &str, range: &str| -> Vec<String> {
            let items = all[list].as_array().into_iter().flatten();
            let text =
                |item: &serde_json::Value, name: &str| item[name].as_str().unwrap_or_default().to_lowercase();
            let fits = items.filter(|item| {
                services.contains(&text(item, "service"))
                    && regions.as_ref().is_none_or(|regions| regions.contains(&text(item, "region")))
            });
            let ranges: BTreeSet<_> =
                fits.filter_map(|item| item[range].as_str().map(str::to_owned)).collect();
            ranges.into_iter().collect()
        };
        (of("prefixes", "ip_prefix"), of("ipv6_prefixes", "ipv6_prefix"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_chosen_by_service_and_region() {
        let all = serde_json::json!({
            "prefixes": [
                { "ip_prefix": "3.0.0.0/8", "region": "eu-central-1", "service": "EC2" },
                { "ip_prefix": "3.0.0.0/8", "region": "eu-central-1", "service": "EC2" },
                { "ip_prefix": "4.0.0.0/8", "region": "us-east-1", "service": "EC2" },
                { "ip_prefix": "5.0.0.0/8", "region": "eu-central-1", "service": "S3" },
            ],
            "ipv6_prefixes": [{ "ipv6_prefix": "2a05::/32", "region": "GLOBAL", "service": "ec2" }],
        });
        let ranges = |regions: Option<&str>| {
            let regions = regions.map(|region| Set(vec![region.to_owned()]));
            IpRanges { services: Set(vec!["ec2".into()]), regions, ..IpRanges::default() }.chosen(&all)
        };
        let text = |all: &[&str]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(ranges(None), (text(&["3.0.0.0/8", "4.0.0.0/8"]), text(&["2a05::/32"])));
        assert_eq!(ranges(Some("EU-central-1")), (text(&["3.0.0.0/8"]), text(&[])));
    }
}
