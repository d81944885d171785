//! Who calls AWS, and where: account, region, partition.

pub mod caller_identity;
pub mod partition;
pub mod region;

use crate::providers::{DataSourceType, OfData, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[
    OfData::<caller_identity::CallerIdentity, Aws>::TYPE,
    OfData::<partition::Partition, Aws>::TYPE,
    OfData::<region::Region, Aws>::TYPE,
];

/// What the domain names of a partition's services end with.
pub fn dns_suffix(partition: &str) -> &'static str {
    match partition {
        "aws-cn" => "amazonaws.com.cn",
        _ => "amazonaws.com",
    }
}
