//! IP protocols: configuration says them by name or number, EC2 by name where there is one.

use crate::lang::value::Value;

const NAMES: [(&str, &str); 5] =
    [("all", "-1"), ("6", "tcp"), ("17", "udp"), ("1", "icmp"), ("58", "icmpv6")];

/// The protocol as the state keeps it: `tcp` for 6, `-1` for all.
pub fn canonical(protocol: &str) -> String {
    let lower = protocol.to_lowercase();
    let name = NAMES.iter().find(|(other, _)| *other == lower);
    name.map_or(lower, |(_, name)| (*name).to_owned())
}

/// For `#[attr(normalize = …)]`: see [`canonical`].
pub fn normalize(value: &Value) -> Value {
    value.as_str().map_or_else(|| value.clone(), |text| canonical(text).into())
}

/// For `#[attr(equal = …)]`: whether two attributes mean the same protocol.
pub fn equal(a: &Value, b: &Value) -> bool {
    matches!((a.as_str(), b.as_str()), (Some(a), Some(b)) if canonical(a) == canonical(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_are_known_by_name_and_number() {
        for (said, kept) in [("6", "tcp"), ("TCP", "tcp"), ("all", "-1"), ("-1", "-1"), ("50", "50")] {
            assert_eq!(canonical(said), kept, "{said}");
        }
        assert!(equal(&"6".into(), &"tcp".into()));
    }
}
