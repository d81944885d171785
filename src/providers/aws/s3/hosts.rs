//! Where S3 answers for a bucket: host names, and the hosted zones that aliases of Route 53 point to.

/// The host name of a bucket that works in every region.
pub fn global(bucket: &str, partition: &str) -> String {
    format!("{bucket}.s3.{}", suffix(partition))
}

/// The host name of a bucket in its region.
pub fn regional(bucket: &str, region: &str, partition: &str) -> String {
    format!("{bucket}.s3.{region}.{}", suffix(partition))
}

/// The host name of a region for web sites, without the bucket.
pub fn website_domain(region: &str, partition: &str) -> String {
    let joint = if DASHED.contains(&region) { '-' } else { '.' };
    format!("s3-website{joint}{region}.{}", suffix(partition))
}

/// The host name of a bucket as a web site.
pub fn website(bucket: &str, region: &str, partition: &str) -> String {
    format!("{bucket}.{}", website_domain(region, partition))
}

/// The hosted zone of a region's S3; none if the region is not known.
pub fn hosted_zone(region: &str) -> Option<&'static str> {
    ZONES.iter().find(|(name, _)| *name == region).map(|(_, zone)| *zone)
}

fn suffix(partition: &str) -> &'static str {
    if partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" }
}

/// The oldest regions, which have a dash before their name in the host names of web sites.
const DASHED: &[&str] = &[
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-west-1",
    "sa-east-1",
    "us-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// The hosted zones by region.
const ZONES: &[(&str, &str)] = &[
    ("af-south-1", "Z83WF9RJE8B12"),
    ("ap-east-1", "ZNB98KWMFR0R6"),
    ("ap-northeast-1", "Z2M4EHUR26P7ZW"),
    ("ap-northeast-2", "Z3W03O7B5YMIYP"),
    ("ap-northeast-3", "Z2YQB5RD63NC85"),
    ("ap-south-1", "Z11RGJOFQNVJUP"),
    ("ap-south-2", "Z02976202B4EZMXIPMXF7"),
    ("ap-southeast-1", "Z3O0J2DXBE1FTB"),
    ("ap-southeast-2", "Z1WCIGYICN2BYD"),
    ("ap-southeast-3", "Z01846753K324LI26A3VV"),
    ("ap-southeast-4", "Z0312387243XT5FE14WFO"),
    ("ca-central-1", "Z1QDHH18159H29"),
    ("ca-west-1", "Z03565811Z33SLEZTHOUL"),
    ("cn-north-1", "Z5CN8UMXT92WN"),
    ("cn-northwest-1", "Z282HJ1KT0DH03"),
    ("eu-central-1", "Z21DNDUVLTQW6Q"),
    ("eu-central-2", "Z030506016YDQGETNASS"),
    ("eu-north-1", "Z3BAZG2TWCNX0D"),
    ("eu-south-1", "Z30OZKI7KPW7MI"),
    ("eu-south-2", "Z0081959F7139GRJC19J"),
    ("eu-west-1", "Z1BKCTXD74EZPE"),
    ("eu-west-2", "Z3GKZC51ZF0DB4"),
    ("eu-west-3", "Z3R1K369G5AVDG"),
    ("il-central-1", "Z09640613K4A3MN55U7GU"),
    ("me-central-1", "Z06143092I8HRXZRUZROF"),
    ("me-south-1", "Z1MPMWCPA7YB62"),
    ("sa-east-1", "Z7KQH4QJS55SO"),
    ("us-east-1", "Z3AQBSTGFYJSTF"),
    ("us-east-2", "Z2O1EMRO9K5GLX"),
    ("us-gov-east-1", "Z2NIFVYYW2VKV1"),
    ("us-gov-west-1", "Z31GFT0UA1I2HV"),
    ("us-west-1", "Z2F56UZL2M1ACD"),
    ("us-west-2", "Z3BJ6K6RIION7M"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_names_of_a_bucket_follow_its_region() {
        for (region, partition, site, regional_name) in [
            ("us-east-1", "aws", "b.s3-website-us-east-1.amazonaws.com", "b.s3.us-east-1.amazonaws.com"),
            (
                "eu-central-1",
                "aws",
                "b.s3-website.eu-central-1.amazonaws.com",
                "b.s3.eu-central-1.amazonaws.com",
            ),
            (
                "cn-north-1",
                "aws-cn",
                "b.s3-website.cn-north-1.amazonaws.com.cn",
                "b.s3.cn-north-1.amazonaws.com.cn",
            ),
        ] {
            assert_eq!(website("b", region, partition), site);
            assert_eq!(regional("b", region, partition), regional_name);
        }
        assert_eq!(global("b", "aws"), "b.s3.amazonaws.com");
        assert_eq!(hosted_zone("eu-central-1"), Some("Z21DNDUVLTQW6Q"));
        assert_eq!(hosted_zone("moon-north-1"), None);
    }
}
