//! Names that the configuration leaves to us: a prefix and a suffix that no other object has.

use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Zoned;

/// What a name starts with when the configuration says neither name nor prefix.
const PREFIX: &str = "terraform-";

/// How many hexadecimal digits [`unique`] adds.
const SUFFIX: usize = 26;

/// The name of an object that is created: what the configuration says, else its prefix made unique, else
/// `terraform-` made unique.
pub fn of(name: &Option<String>, prefix: &Option<String>) -> String {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    said(name).unwrap_or_else(|| unique(&said(prefix).unwrap_or_else(|| PREFIX.into())))
}

/// The prefix with 26 hexadecimal digits that no other call returns: the time to a ten thousandth of a second and a
/// counter, as the AWS provider makes them.
pub fn unique(prefix: &str) -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let now = Zoned::now().with_time_zone(jiff::tz::TimeZone::UTC);
    let fraction = now.subsec_nanosecond() / 100_000;
    let count = COUNTER.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
    format!("{prefix}{}{fraction:04}{count:08x}", now.strftime("%Y%m%d%H%M%S"))
}

/// The prefix that a unique name was made of; empty if it was not made so.
pub fn prefix_of(name: &str) -> String {
    let Some(split) = name.len().checked_sub(SUFFIX).filter(|at| name.is_char_boundary(*at)) else {
        return String::new();
    };
    let (prefix, suffix) = name.split_at(split);
    let unique = suffix.bytes().all(|byte| byte.is_ascii_hexdigit());
    if unique { prefix.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_name_tells_its_prefix() {
        let (a, b) = (unique("web-"), unique("web-"));
        assert_ne!(a, b);
        assert_eq!(a.len(), "web-".len() + SUFFIX);
        assert_eq!(prefix_of(&a), "web-");
        assert_eq!(prefix_of("web-server"), "");
        assert_eq!(prefix_of(&of(&None, &None)), PREFIX);
        assert_eq!(of(&Some("a".into()), &Some("b".into())), "a");
    }
}
