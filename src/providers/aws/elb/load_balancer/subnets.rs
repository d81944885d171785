//! The subnets of a load balancer are told twice: as `subnets`, and with their addresses as `subnet_mapping`.

use std::collections::BTreeSet;

use crate::{lang::value::Type, providers::aws::prelude::*};

/// What of a mapping the configuration says.
const SAID: [&str; 4] = ["subnet_id", "allocation_id", "ipv6_address", "private_ipv4_address"];

/// Plans the replacement of a network load balancer that would lose a subnet, and makes the one of the two attributes
/// unknown that the configuration does not set when the other changes.
pub fn refine(plan: &mut Refine<'_>, kind: &str) {
    if plan.prior.is_none() {
        return;
    }
    for (name, other) in [("subnet_mapping", "subnets"), ("subnets", "subnet_mapping")] {
        if plan.config(name).as_sequence().is_none_or(<[Value]>::is_empty) && plan.config(name).is_known() {
            continue;
        }
        let known = plan.planned(name).is_wholly_known();
        let (before, now) = (keys(plan.prior(name)), keys(plan.planned(name)));
        if known && before == now {
            // `""` in place of nothing is no change.
            let prior = plan.prior(name).clone();
            plan.set(name, prior);
            continue;
        }
        // A network load balancer keeps the subnets that it has; it can only get more of them.
        if kind == "network" && known && !before.is_subset(&now) {
            plan.require_replace(name);
        }
        let ty = match other {
            "subnets" => Type::set(Type::String),
            _ => plan.prior(other).type_of(),
        };
        plan.set_unknown(other, ty);
    }
}

/// The elements as the configuration can say them.
fn keys(set: &Value) -> BTreeSet<Vec<String>> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let key = |value: &Value| match value.as_mapping() {
        Some(_) => SAID.iter().map(|name| text(value.get(name))).collect(),
        None => vec![text(Some(value))],
    };
    set.as_sequence().unwrap_or_default().iter().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::value::{Name, Object};

    fn set(ids: &[&str]) -> Value {
        Value::set(Type::String, ids.iter().map(|id| Value::from(*id)).collect())
    }

    fn replaced(kind: &str, before: &[&str], now: &[&str]) -> bool {
        let config = Object::from([("subnets".into(), set(now))]);
        let prior = Object::from([("subnets".into(), set(before)), ("subnet_mapping".into(), set(&[]))]);
        let (mut planned, mut replace): (_, Vec<Name>) = (config.clone(), Vec::new());
        let mut plan = Refine {
            config: &config,
            prior: Some(&prior),
            planned: &mut planned,
            replace: &mut replace,
            refused: &mut Vec::new(),
        };
        refine(&mut plan, kind);
        !replace.is_empty()
    }

    #[test]
    fn a_network_load_balancer_that_loses_a_subnet_is_replaced() {
        assert!(replaced("network", &["a", "b"], &["a"]));
        assert!(replaced("network", &["a"], &["b"]));
        assert!(!replaced("network", &["a"], &["a", "b"]));
        assert!(!replaced("application", &["a", "b"], &["a"]));
    }
}
