//! What every VPC is born with: a network ACL, a main route table, a security group.

use super::answers::filter;
use crate::providers::{Result, aws::Aws};

/// The id of the VPC's default network ACL.
pub async fn network_acl(vpc: &str, aws: &Aws) -> Result<Option<String>> {
    let request =
        aws.ec2.describe_network_acls().filters(filter("default", "true")).filters(filter("vpc-id", vpc));
    Ok(request.send().await?.network_acls.and_then(|mut found| found.pop()?.network_acl_id))
}

/// The id of the VPC's main route table.
pub async fn route_table(vpc: &str, aws: &Aws) -> Result<Option<String>> {
    let request = aws
        .ec2
        .describe_route_tables()
        .filters(filter("association.main", "true"))
        .filters(filter("vpc-id", vpc));
    Ok(request.send().await?.route_tables.and_then(|mut found| found.pop()?.route_table_id))
}

/// The id of the VPC's default security group.
pub async fn security_group(vpc: &str, aws: &Aws) -> Result<Option<String>> {
    let request = aws
        .ec2
        .describe_security_groups()
        .filters(filter("group-name", "default"))
        .filters(filter("vpc-id", vpc));
    Ok(request.send().await?.security_groups.and_then(|mut found| found.pop()?.group_id))
}
