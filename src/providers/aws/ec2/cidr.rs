//! Ranges of addresses as text: two spellings can mean the same range.

use ipnet::IpNet;

use crate::lang::value::Value;

/// The range as AWS writes it: lower case, the shortest form. A text that is no range stays as it is.
pub fn canonical(range: &str) -> String {
    range.parse::<IpNet>().map_or_else(|_| range.to_owned(), |net| net.to_string())
}

/// Whether two attributes mean the same range.
pub fn equal(a: &Value, b: &Value) -> bool {
    matches!((a.as_str(), b.as_str()), (Some(a), Some(b)) if canonical(a) == canonical(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_a_range_are_equal() {
        assert!(equal(&"2001:DB8:0::/32".into(), &"2001:db8::/32".into()));
        assert!(!equal(&"10.0.0.0/8".into(), &"10.0.0.0/9".into()));
        assert_eq!(canonical("pl-1"), "pl-1");
    }
}
