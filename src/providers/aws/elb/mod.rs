//! Elastic Load Balancing: application, network and gateway load balancers.

pub mod actions;
pub mod attachment;
mod data;
pub mod listener;
pub mod listener_certificate;
mod listener_data;
pub mod listener_rule;
pub mod load_balancer;
mod tagging;
pub mod target_group;

use crate::providers::{DataSourceType, OfData, OfResource, ResourceType, aws::Aws};

/// The resource types of this service.
pub const RESOURCES: &[&dyn ResourceType] = &[
    OfResource::<attachment::TargetGroupAttachment, Aws>::TYPE,
    OfResource::<listener::Listener, Aws>::TYPE,
    OfResource::<listener_certificate::ListenerCertificate, Aws>::TYPE,
    OfResource::<listener_rule::ListenerRule, Aws>::TYPE,
    OfResource::<load_balancer::LoadBalancer, Aws>::TYPE,
    OfResource::<target_group::TargetGroup, Aws>::TYPE,
];

/// The data sources of this service.
pub const DATA_SOURCES: &[&dyn DataSourceType] = &[
    OfData::<data::LoadBalancer, Aws>::TYPE,
    OfData::<data::TargetGroup, Aws>::TYPE,
    OfData::<listener_data::Listener, Aws>::TYPE,
];
