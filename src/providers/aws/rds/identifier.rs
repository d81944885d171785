//! What RDS takes as the name of an instance or a cluster.

use crate::lang::value::Object;

/// What is wrong with the names under these attributes of a configuration. A prefix may end with a dash, for more
/// comes after it.
pub fn faults(config: &Object, attributes: &[&'static str]) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for attribute in attributes {
        let Some(name) =
            config.get(*attribute).and_then(|value| value.as_str()).filter(|name| !name.is_empty())
        else {
            continue;
        };
        if let Some(fault) = fault(name, attribute.ends_with("_prefix")) {
            found.push((*attribute, format!("`{name}` {fault}.")));
        }
    }
    found
}

fn fault(name: &str, prefix: bool) -> Option<&'static str> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match () {
        () if !name.chars().all(allowed) => Some("may have lower-case letters, digits and dashes only"),
        () if !name.starts_with(|c: char| c.is_ascii_lowercase()) => Some("must start with a letter"),
        () if name.contains("--") => Some("must not have two dashes in a row"),
        () if !prefix && name.ends_with('-') => Some("must not end with a dash"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_rds_refuses_is_refused_before_any_call() {
        for (name, prefix, good) in [
            ("main-db", false, true),
            ("db1", false, true),
            ("Main", false, false),
            ("1db", false, false),
            ("a--b", false, false),
            ("a_b", false, false),
            ("db-", false, false),
            ("db-", true, true),
        ] {
            assert_eq!(fault(name, prefix).is_none(), good, "{name}");
        }
    }
}
