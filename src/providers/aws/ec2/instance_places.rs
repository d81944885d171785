//! The blocks of `aws_instance` that say where it comes from and what it is put on: templates, markets, interfaces.

use super::prelude::*;
use aws_sdk_ec2::types;

/// The template that says what the configuration does not.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct LaunchTemplate {
    #[attr(force_new)]
    id: Defaulted<String>,
    #[attr(force_new)]
    name: Defaulted<String>,
    #[attr(default = "$Default", length = (1, 255))]
    version: Optional<String>,
}

impl LaunchTemplate {
    /// What to ask for.
    pub fn request(&self) -> types::LaunchTemplateSpecification {
        let name = given(&self.name).filter(|_| given(&self.id).is_none());
        types::LaunchTemplateSpecification::builder()
            .set_launch_template_id(given(&self.id))
            .set_launch_template_name(name)
            .set_version(given(&self.version))
            .build()
    }
}

/// How the instance is bought.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct MarketOptions {
    #[attr(force_new, one_of = ["spot", "capacity-block"])]
    market_type: Defaulted<String>,
    #[attr(block, force_new, max_items = 1)]
    spot_options: Defaulted<Vec<SpotOptions>>,
}

/// How spare capacity is bought.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct SpotOptions {
    #[attr(force_new, one_of = ["hibernate", "stop", "terminate"])]
    instance_interruption_behavior: Defaulted<String>,
    #[attr(force_new)]
    max_price: Defaulted<String>,
    #[attr(force_new, one_of = ["one-time", "persistent"])]
    spot_instance_type: Defaulted<String>,
    #[attr(force_new)]
    valid_until: Defaulted<String>,
}

impl MarketOptions {
    /// What to ask for.
    ///
    /// # Errors
    /// [`Error::Invalid`] if `valid_until` is no moment.
    pub fn request(&self) -> Result<types::InstanceMarketOptionsRequest> {
        let spot = self.spot_options.iter().flatten().next().map(SpotOptions::request).transpose()?;
        let kind = given(&self.market_type).map(|text| text.as_str().into());
        Ok(types::InstanceMarketOptionsRequest::builder()
            .set_market_type(kind)
            .set_spot_options(spot)
            .build())
    }
}

impl SpotOptions {
    fn request(&self) -> Result<types::SpotMarketOptions> {
        use aws_smithy_types::{DateTime, date_time::Format};
        let until = given(&self.valid_until)
            .map(|text| DateTime::from_str(&text, Format::DateTime))
            .transpose()
            .map_err(|error| Error::Invalid(format!("`valid_until`: {error}")))?;
        Ok(types::SpotMarketOptions::builder()
            .set_instance_interruption_behavior(
                given(&self.instance_interruption_behavior).map(|text| text.as_str().into()),
            )
            .set_max_price(given(&self.max_price))
            .set_spot_instance_type(given(&self.spot_instance_type).map(|text| text.as_str().into()))
            .set_valid_until(until)
            .build())
    }
}

/// A network interface that is there already.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct NetworkInterface {
    #[attr(force_new, default = false)]
    delete_on_termination: Optional<bool>,
    #[attr(force_new)]
    device_index: Required<i32>,
    #[attr(force_new, default = 0)]
    network_card_index: Optional<i32>,
    #[attr(force_new)]
    network_interface_id: Required<String>,
}

impl NetworkInterface {
    /// What to ask for.
    pub fn request(&self) -> types::InstanceNetworkInterfaceSpecification {
        types::InstanceNetworkInterfaceSpecification::builder()
            .set_delete_on_termination(self.delete_on_termination)
            .device_index(self.device_index)
            .set_network_card_index(self.network_card_index)
            .network_interface_id(&self.network_interface_id)
            .build()
    }
}

/// A disk of the machine that the instance runs on.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct EphemeralBlockDevice {
    #[attr(force_new)]
    device_name: Required<String>,
    #[attr(force_new)]
    no_device: Optional<bool>,
    #[attr(force_new)]
    virtual_name: Optional<String>,
}

impl EphemeralBlockDevice {
    /// What to ask for.
    pub fn request(&self) -> types::BlockDeviceMapping {
        types::BlockDeviceMapping::builder()
            .device_name(&self.device_name)
            .set_no_device(self.no_device.unwrap_or_default().then(String::new))
            .set_virtual_name(given(&self.virtual_name))
            .build()
    }
}
