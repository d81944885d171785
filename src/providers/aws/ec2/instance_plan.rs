//! What of a change of an instance the schema cannot say: what a restart changes, and what EC2 does not change at all.

use super::prelude::*;

/// For `Resource::refine`.
pub fn refine(plan: &mut Refine<'_>) {
    // EC2 gives every burstable instance a specification; a configuration without the block leaves it alone.
    if is_empty(plan.config("credit_specification")) && plan.prior.is_some() {
        plan.set("credit_specification", plan.prior("credit_specification").clone());
    }
    let data = plan.is_changed("user_data") || plan.is_changed("user_data_base64");
    if data && plan.planned("user_data_replace_on_change").as_bool() == Some(true) {
        for name in ["user_data", "user_data_base64"] {
            if plan.is_changed(name) {
                plan.require_replace(name);
            }
        }
    }
    // A stopped instance comes back with another public address.
    if data || plan.is_changed("instance_type") {
        plan.set_unknown("public_dns", Type::String);
        plan.set_unknown("public_ip", Type::String);
    }
    if plan.is_changed("ipv6_address_count") {
        plan.set_unknown("ipv6_addresses", Type::list(Type::String));
    }
    if plan.is_changed("vpc_security_group_ids") && is_empty(plan.planned("vpc_security_group_ids")) {
        plan.refuse(
            "vpc_security_group_ids",
            "An instance in a VPC is always in a security group: name at least one, such as the VPC's \
             `default_security_group_id`.",
        );
    }
    root_size(plan);
    other_disks(plan);
}

/// A volume grows and never shrinks.
fn root_size(plan: &mut Refine<'_>) {
    let size = |list: &Value| list.as_sequence()?.first()?.get("volume_size")?.as_number()?.as_i64();
    let (was, will) = (size(plan.prior("root_block_device")), size(plan.planned("root_block_device")));
    if let (Some(was), Some(will)) = (was, will)
        && will < was
    {
        plan.refuse(
            "root_block_device",
            format!(
                "The root volume has {was} GiB, and EC2 does not shrink a volume to {will} GiB. Keep the size, or replace the \
                 instance (`-replace`)."
            ),
        );
    }
}

/// The tags of a disk that is known by its device change in place; the disk goes on as the volume that it is.
fn other_disks(plan: &mut Refine<'_>) {
    let prior = plan.prior("ebs_block_device").as_sequence().unwrap_or_default().to_vec();
    let planned = plan.planned("ebs_block_device").clone();
    if !planned.is_known() || planned.is_null() || prior.is_empty() {
        return;
    }
    let merged = planned.map_children(|_, disk| {
        let device = disk.get("device_name");
        let before = prior.iter().find(|before| before.get("device_name") == device);
        let (Some(before), Some(fields)) = (before.and_then(Value::as_mapping), disk.as_mapping()) else {
            return disk.clone();
        };
        let fields = fields.iter().map(|(name, value)| {
            let keeps = !value.is_known() && &**name != "tags_all";
            (name.clone(), if keeps { before.get(name).unwrap_or(value).clone() } else { value.clone() })
        });
        Value::object(fields.collect::<Object>()).with_marks(disk.marks())
    });
    plan.set("ebs_block_device", merged);
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.is_known() && value.children().next().is_none()
}
