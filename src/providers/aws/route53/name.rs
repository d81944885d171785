//! Names of zones and records: one form for all the ways to write them.

use super::prelude::*;

/// A name as the state keeps it: in lower case, without the dot at its end, with `*` where Route 53 writes `\052`.
pub fn clean(name: &str) -> String {
    let name = unescape(name).to_lowercase();
    if name == "." { name } else { name.strip_suffix('.').map(str::to_owned).unwrap_or(name) }
}

/// [`clean`] for an attribute.
pub fn normalize(name: &Value) -> Value {
    name.as_str().map_or_else(|| name.clone(), |name| clean(name).into())
}

/// The whole name of a record that may be written without the name of its zone.
pub fn whole(name: &str, zone: &str) -> String {
    let (name, zone) = (clean(name), clean(zone));
    match name.as_str() {
        "" => zone,
        _ if name.ends_with(&zone) => name,
        _ => format!("{name}.{zone}"),
    }
}

/// Whether two names of an alias's target mean the same. A load balancer goes with or without `dualstack.` before it.
pub fn same_alias(a: &Value, b: &Value) -> bool {
    let target = |value: &Value| {
        let name = clean(value.as_str()?);
        Some(name.strip_prefix("dualstack.").map(str::to_owned).unwrap_or(name))
    };
    target(a) == target(b)
}

/// The id of a zone without the path that the API puts before it.
pub fn zone_id(id: &str) -> String {
    id.trim_start_matches("/hostedzone/").to_owned()
}

/// Text with characters written as `\ooo` (octal), as Route 53 does with all but a few.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.get(..3).and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            Some(code) => {
                out.push(char::from(code));
                rest = &rest[3..];
            }
            None => out.push('\\'),
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_form() {
        let table = [
            ("WWW.Example.com.", "www.example.com"),
            (r"\052.example.com.", "*.example.com"),
            (".", "."),
            ("", ""),
        ];
        for (given, expected) in table {
            assert_eq!(clean(given), expected);
        }
    }

    #[test]
    fn a_record_is_in_its_zone() {
        let table = [
            ("www", "www.example.com"),
            ("", "example.com"),
            ("www.example.com.", "www.example.com"),
            ("*.w", "*.w.example.com"),
        ];
        for (given, expected) in table {
            assert_eq!(whole(given, "example.com."), expected);
        }
    }

    #[test]
    fn dualstack_means_nothing() {
        assert!(same_alias(&"DualStack.lb.amazonaws.com.".into(), &"lb.amazonaws.com".into()));
        assert!(!same_alias(&"a.amazonaws.com".into(), &"b.amazonaws.com".into()));
    }
}
