//! The DNS names of addresses.

/// The name that EC2 gives to a private address: `ip-10-0-0-1.eu-central-1.compute.internal`.
pub fn private_dns(address: &str, region: &str) -> String {
    let host = address.replace('.', "-");
    match region {
        "us-east-1" => format!("ip-{host}.ec2.internal"),
        _ => format!("ip-{host}.{region}.compute.internal"),
    }
}

/// The name that EC2 gives to a public address: `ec2-3-1-2-3.eu-central-1.compute.amazonaws.com`.
pub fn public_dns(address: &str, region: &str) -> String {
    let host = address.replace('.', "-");
    let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
    match region {
        "us-east-1" => format!("ec2-{host}.compute-1.{suffix}"),
        _ => format!("ec2-{host}.{region}.compute.{suffix}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_region_has_names_of_its_own() {
        assert_eq!(private_dns("10.0.0.1", "us-east-1"), "ip-10-0-0-1.ec2.internal");
        assert_eq!(private_dns("10.0.0.1", "eu-central-1"), "ip-10-0-0-1.eu-central-1.compute.internal");
        assert_eq!(public_dns("3.1.2.3", "us-east-1"), "ec2-3-1-2-3.compute-1.amazonaws.com");
        assert_eq!(public_dns("3.1.2.3", "eu-west-1"), "ec2-3-1-2-3.eu-west-1.compute.amazonaws.com");
    }
}
