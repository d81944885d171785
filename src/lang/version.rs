//! Version constraints as Terraform writes them: `~> 1.2, != 1.2.3`.

use semver::Version;

/// A list of conditions on a version, all of which must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint(Vec<(Operator, Version, usize)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
    Pessimistic,
}

/// The operators, the longer before their beginnings.
const OPERATORS: [(&str, Operator); 7] = [
    ("~>", Operator::Pessimistic),
    (">=", Operator::GreaterEqual),
    ("<=", Operator::LessEqual),
    ("!=", Operator::NotEqual),
    (">", Operator::Greater),
    ("<", Operator::Less),
    ("=", Operator::Equal),
];

impl Constraint {
    /// Reads a constraint.
    ///
    /// # Errors
    /// A sentence that says which part is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        text.split(',').map(|part| condition(part.trim())).collect::<Result<_, _>>().map(Self)
    }

    /// Whether the version fulfils every condition. A pre-release is allowed only by one that names it.
    pub fn allows(&self, version: &Version) -> bool {
        self.0.iter().all(|(operator, wanted, parts)| {
            let named = version.pre.is_empty()
                || (version.pre == wanted.pre || !wanted.pre.is_empty())
                    && (version.major, version.minor, version.patch)
                        == (wanted.major, wanted.minor, wanted.patch);
            match operator {
                Operator::Equal => version == wanted,
                Operator::NotEqual => version != wanted,
                Operator::Greater => named && version > wanted,
                Operator::GreaterEqual => named && version >= wanted,
                Operator::Less => named && version < wanted,
                Operator::LessEqual => named && version <= wanted,
                Operator::Pessimistic => {
                    let same = match parts {
                        1 => true,
                        2 => version.major == wanted.major,
                        _ => (version.major, version.minor) == (wanted.major, wanted.minor),
                    };
                    named && same && version >= wanted
                }
            }
        })
    }
}

fn condition(text: &str) -> Result<(Operator, Version, usize), String> {
    let found = OPERATORS.iter().find_map(|(sign, operator)| Some((*operator, text.strip_prefix(sign)?)));
    let (operator, version) = found.unwrap_or((Operator::Equal, text));
    let version = version.trim().trim_start_matches('v');
    let numbers = version.split(['-', '+']).next().unwrap_or_default();
    let parts = numbers.split('.').count();
    let full = format!("{numbers}{}{}", ".0".repeat(3usize.saturating_sub(parts)), &version[numbers.len()..]);
    let parsed = Version::parse(&full).map_err(|_| {
        format!("{text:?} is not a version constraint. It should be like \"~> 1.2\" or \">= 1.0, < 2.0\".")
    })?;
    Ok((operator, parsed, parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_allow_what_terraform_allows() {
        for (constraint, version, allowed) in [
            ("1.2.3", "1.2.3", true),
            ("= 1.2", "1.2.0", true),
            ("~> 1.2", "1.9.0", true),
            ("~> 1.2", "2.0.0", false),
            ("~> 1.2.3", "1.2.9", true),
            ("~> 1.2.3", "1.3.0", false),
            (">= 1.0, < 2.0", "1.11.4", true),
            (">= 1.0, != 1.11.4", "1.11.4", false),
            (">= 1.0", "1.1.0-beta1", false),
            ("1.1.0-beta1", "1.1.0-beta1", true),
        ] {
            let parsed = Constraint::parse(constraint).expect(constraint);
            assert_eq!(
                parsed.allows(&Version::parse(version).expect(version)),
                allowed,
                "{constraint} {version}"
            );
        }
        assert!(Constraint::parse("=> 1").is_err());
    }
}
