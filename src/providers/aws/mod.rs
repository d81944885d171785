//! The AWS provider: a folder a service, a file a resource type.

pub mod acm;
pub mod autoscaling;
mod client;
pub mod cloudwatch;
mod config;
mod credentials;
pub mod ec2;
pub mod ecr;
pub mod ecs;
pub mod elb;
mod error;
pub mod events;
mod http;
pub mod iam;
pub mod json;
pub mod kms;
pub mod lambda;
pub mod logs;
pub mod meta;
pub mod names;
pub mod policy;
pub mod rds;
pub mod route53;
pub mod s3;
pub mod secrets;
pub mod sns;
pub mod sqs;
pub mod ssm;
pub mod tags;
pub mod time;
pub mod waf;
pub mod wait;

pub use self::client::Aws;
use super::Provider;
use crate::schema::Attributes as _;

/// What every file of a resource type uses.
#[allow(unused_imports)] // each file takes what it needs
mod prelude {
    pub use super::{
        Aws, changed,
        error::OrGone as _,
        said, same,
        tags::{self, Tags},
        wait::{self, Progress, minutes},
    };
    pub use crate::{
        lang::value::{Object, Value},
        providers::{Data, Error, Refine, Resource, Result},
        schema::{Computed, Defaulted, Optional, Required, Schema, Set, Timeouts},
    };
}

/// The table of the AWS provider.
pub static PROVIDER: Provider = Provider {
    name: "aws",
    source: "registry.terraform.io/hashicorp/aws",
    attributes: || config::ProviderConfig::ATTRIBUTES,
    configure: config::configure,
    resources: &[
        acm::RESOURCES,
        autoscaling::RESOURCES,
        cloudwatch::RESOURCES,
        ec2::RESOURCES,
        ecr::RESOURCES,
        ecs::RESOURCES,
        elb::RESOURCES,
        events::RESOURCES,
        iam::RESOURCES,
        kms::RESOURCES,
        lambda::RESOURCES,
        logs::RESOURCES,
        meta::RESOURCES,
        rds::RESOURCES,
        route53::RESOURCES,
        s3::RESOURCES,
        secrets::RESOURCES,
        sns::RESOURCES,
        sqs::RESOURCES,
        ssm::RESOURCES,
        waf::RESOURCES,
    ],
    data_sources: &[
        acm::DATA_SOURCES,
        autoscaling::DATA_SOURCES,
        cloudwatch::DATA_SOURCES,
        ec2::DATA_SOURCES,
        ecr::DATA_SOURCES,
        ecs::DATA_SOURCES,
        elb::DATA_SOURCES,
        events::DATA_SOURCES,
        iam::DATA_SOURCES,
        kms::DATA_SOURCES,
        lambda::DATA_SOURCES,
        logs::DATA_SOURCES,
        meta::DATA_SOURCES,
        rds::DATA_SOURCES,
        route53::DATA_SOURCES,
        s3::DATA_SOURCES,
        secrets::DATA_SOURCES,
        sns::DATA_SOURCES,
        sqs::DATA_SOURCES,
        ssm::DATA_SOURCES,
        waf::DATA_SOURCES,
    ],
};

/// The new value of an attribute that is planned and differs from the prior one.
pub fn changed<'a, T: PartialEq>(prior: &Option<T>, planned: &'a Option<T>) -> Option<&'a T> {
    planned.as_ref().filter(|planned| Some(*planned) != prior.as_ref())
}

/// The text, if the configuration says one: to AWS, `""` is as good as nothing.
pub fn said(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !text.is_empty())
}

/// Whether two optional values are the same to AWS: none is as good as an empty one.
pub fn same<T: Default + PartialEq>(a: &Option<T>, b: &Option<T>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b,
        (Some(one), None) | (None, Some(one)) => *one == T::default(),
        (None, None) => true,
    }
}
