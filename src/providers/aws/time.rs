//! Times as attributes: to the second, in UTC, as RFC 3339 says.

use aws_smithy_types::DateTime;
use jiff::Timestamp;

/// `2026-01-31T23:59:59Z`; empty if there is none.
pub fn rfc3339(time: Option<&DateTime>) -> String {
    let stamp = time.and_then(|time| Timestamp::from_second(time.secs()).ok());
    stamp.map(|stamp| stamp.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_of_a_second_is_dropped() {
        assert_eq!(rfc3339(Some(&DateTime::from_millis(1_500))), "1970-01-01T00:00:01Z");
        assert_eq!(rfc3339(None), "");
    }
}
