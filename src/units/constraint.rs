//! Version constraints: `>= 1.5, < 2.0`, `~> 1.11`.

use std::cmp::Ordering;

/// A version: its numbers, and what stands after `-`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Version {
    numbers: Vec<u64>,
    prerelease: Option<String>,
}

impl Version {
    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not a version such as \"1.11.4\"");
        let trimmed = text.trim().trim_start_matches('v');
        let trimmed = trimmed.split_once('+').map_or(trimmed, |(version, _)| version);
        let (numbers, prerelease) =
            trimmed.split_once('-').map_or((trimmed, None), |(n, p)| (n, Some(p.to_owned())));
        let numbers: Vec<u64> =
            numbers.split('.').map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong())?;
        Ok(Self { numbers, prerelease })
    }

    fn number(&self, at: usize) -> u64 {
        self.numbers.get(at).copied().unwrap_or(0)
    }

    fn compare(&self, other: &Self) -> Ordering {
        let length = self.numbers.len().max(other.numbers.len());
        let numbers = (0..length).map(|at| self.number(at).cmp(&other.number(at)));
        numbers.fold(Ordering::Equal, Ordering::then).then_with(|| {
            match (&self.prerelease, &other.prerelease) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(a), Some(b)) => a.cmp(b),
            }
        })
    }
}

/// Whether `version` satisfies `constraint`, a list of comparisons with commas between them.
///
/// # Errors
/// A text that is not a version or not a constraint.
pub fn satisfies(version: &str, constraint: &str) -> Result<bool, String> {
    let version = Version::parse(version)?;
    let mut satisfied = true;
    for part in constraint.split(',') {
        let part = part.trim();
        let digits = part
            .find(|c: char| c.is_ascii_digit() || c == 'v')
            .ok_or_else(|| format!("{constraint:?} is not a version constraint such as \">= 1.5, < 2.0\""))?;
        let (operator, wanted) = (part[..digits].trim(), Version::parse(&part[digits..])?);
        let order = version.compare(&wanted);
        satisfied &= match operator {
            "" | "=" => order.is_eq(),
            "!=" => order.is_ne(),
            ">" => order.is_gt(),
            ">=" => order.is_ge(),
            "<" => order.is_lt(),
            "<=" => order.is_le(),
            "~>" => {
                let fixed = wanted.numbers.len().saturating_sub(1).max(1);
                order.is_ge() && (0..fixed).all(|at| version.number(at) == wanted.number(at))
            }
            other => return Err(format!("{other:?} is not an operator of a version constraint")),
        };
    }
    Ok(satisfied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_compare_number_by_number() {
        for (version, constraint, satisfied) in [
            ("1.11.4", ">= 1.5, < 2.0", true),
            ("1.11.4", "~> 1.11", true),
            ("1.11.4", "~> 1.11.0", true),
            ("1.11.4", "~> 1.10.0", false),
            ("1.11.4", "~> 1", true),
            ("2.0.0", "~> 1.5", false),
            ("1.11.4", "1.11.4", true),
            ("1.11.4", "!= 1.11.4", false),
            ("v1.11.4", ">= v0.12.0", true),
            ("1.12.0-beta1", ">= 1.12.0", false),
            ("1.11", "= 1.11.0", true),
        ] {
            assert_eq!(satisfies(version, constraint), Ok(satisfied), "{version} {constraint}");
        }
    }

    #[test]
    fn what_is_no_constraint_is_said() {
        for constraint in ["", "latest", ">= 1.x", "=> 1.0"] {
            assert!(satisfies("1.0.0", constraint).is_err(), "{constraint}");
        }
    }
}
