//! Which elements of two sequences belong together.

use super::same;
use crate::lang::value::Value;

/// The pairs of places of two sequences, in the order in which they are shown: what both have in common stays,
/// everything else goes or comes. Where `pairs` holds of both, what goes and what comes is one element that changes.
pub fn matched<T>(
    before: &[T],
    after: &[T],
    same: impl Fn(&T, &T) -> bool,
    pairs: impl Fn(&T) -> bool,
) -> Vec<(Option<usize>, Option<usize>)> {
    let common = common(before, after, same);
    let mut found = Vec::new();
    let (mut b, mut a) = (0, 0);
    for (next_b, next_a) in common.into_iter().chain([(before.len(), after.len())]) {
        while b < next_b {
            if a < next_a && pairs(&before[b]) && pairs(&after[a]) {
                found.push((Some(b), Some(a)));
                a += 1;
            } else {
                found.push((Some(b), None));
            }
            b += 1;
        }
        while a < next_a {
            found.push((None, Some(a)));
            a += 1;
        }
        if b < before.len() && a < after.len() {
            found.push((Some(b), Some(a)));
            (b, a) = (b + 1, a + 1);
        }
    }
    found
}

/// The places of a longest sequence that both have in common.
fn common<T>(before: &[T], after: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<(usize, usize)> {
    let width = after.len() + 1;
    // lengths[b * width + a]: the length for the first b and a elements.
    let mut lengths = vec![0_u32; (before.len() + 1) * width];
    for b in 1..=before.len() {
        for a in 1..=after.len() {
            lengths[b * width + a] = if same(&before[b - 1], &after[a - 1]) {
                lengths[(b - 1) * width + a - 1] + 1
            } else {
                lengths[(b - 1) * width + a].max(lengths[b * width + a - 1])
            };
        }
    }
    let (mut b, mut a) = (before.len(), after.len());
    let mut found = Vec::new();
    while b > 0 && a > 0 {
        if same(&before[b - 1], &after[a - 1]) {
            found.push((b - 1, a - 1));
            (b, a) = (b - 1, a - 1);
        } else if lengths[b * width + a - 1] > lengths[(b - 1) * width + a] {
            a -= 1;
        } else {
            b -= 1;
        }
    }
    found.reverse();
    found
}

/// The pairs of places of two sets: what goes first, then everything of the new set in its order.
pub fn in_sets(before: &[Value], after: &[Value]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut partners: Vec<Option<usize>> = vec![None; after.len()];
    let mut found = Vec::new();
    for (b, old) in before.iter().enumerate() {
        let free = (0..after.len()).find(|a| partners[*a].is_none() && same(old, &after[*a]));
        match free {
            Some(a) => partners[a] = Some(b),
            None => found.push((Some(b), None)),
        }
    }
    found.extend(partners.into_iter().enumerate().map(|(a, b)| (b, Some(a))));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str, pairs: bool) -> String {
        let (before, after): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
        let found = matched(&before, &after, |a, b| a == b, |_| pairs);
        let show = |(b, a): &(Option<usize>, Option<usize>)| match (b, a) {
            (Some(b), Some(a)) if before[*b] == after[*a] => before[*b].to_string(),
            (Some(b), Some(a)) => format!("{}>{}", before[*b], after[*a]),
            (Some(b), None) => format!("-{}", before[*b]),
            (None, Some(a)) => format!("+{}", after[*a]),
            (None, None) => String::new(),
        };
        found.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_sequences_have_in_common_stays() {
        for (before, after, expected) in [
            ("abc", "abc", "a b c"),
            ("abc", "bcd", "-a b c +d"),
            ("abc", "axc", "a -b +x c"),
            ("", "ab", "+a +b"),
            ("ab", "", "-a -b"),
        ] {
            assert_eq!(shown(before, after, false), expected, "{before} {after}");
        }
    }

    #[test]
    fn elements_that_can_be_paired_change_into_each_other() {
        assert_eq!(shown("abc", "axc", true), "a b>x c");
        assert_eq!(shown("ab", "xyz", true), "a>x b>y +z");
    }
}
