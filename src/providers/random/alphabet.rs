//! Which characters a random text may have, and how many of each kind it must have.

use rand::{Rng, seq::SliceRandom};

use super::prelude::*;

const NUMERIC: &str = "0123456789";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SPECIAL: &str = "!@#$%&*()-_=+[]{}<>:?";

/// One kind of characters.
pub struct Kind<'a> {
    /// Whether they may occur beyond the least count.
    pub allowed: bool,
    /// How many there must be.
    pub least: i64,
    /// The characters.
    pub characters: &'a str,
}

/// The four kinds of a password or string.
pub fn kinds<'a>(
    numeric: (bool, i64),
    lower: (bool, i64),
    upper: (bool, i64),
    special: (bool, i64),
    override_special: Option<&'a str>,
) -> [Kind<'a>; 4] {
    let special_characters = override_special.filter(|text| !text.is_empty()).unwrap_or(SPECIAL);
    [(numeric, NUMERIC), (lower, LOWER), (upper, UPPER), (special, special_characters)]
        .map(|((allowed, least), characters)| Kind { allowed, least, characters })
}

/// A text of `length` characters: the least count of each kind, the rest of all allowed ones, shuffled.
///
/// # Errors
/// [`Error::Invalid`] if no kind is allowed or the least counts do not fit in.
pub fn text(length: i64, kinds: &[Kind<'_>]) -> Result<String> {
    let mut rng = rand::rng();
    let mut drawn = Vec::new();
    let mut draw = |drawn: &mut Vec<char>, from: &[char], count: i64| {
        for _ in 0..count {
            drawn.push(from[rng.random_range(0..from.len())]);
        }
    };
    for kind in kinds {
        draw(&mut drawn, &kind.characters.chars().collect::<Vec<_>>(), kind.least);
    }
    let rest = length - drawn.len() as i64;
    if rest < 0 {
        return Err(Error::Invalid(format!(
            "A text of {length} characters has no room for the {} that the `min_…` attributes ask for.",
            drawn.len()
        )));
    }
    let all: Vec<char> = kinds.iter().filter(|k| k.allowed).flat_map(|k| k.characters.chars()).collect();
    if all.is_empty() && rest > 0 {
        return Err(Error::Invalid(
            "No kind of characters is allowed. Set one of `lower`, `upper`, `numeric` or `special` to true."
                .into(),
        ));
    }
    draw(&mut drawn, &all, rest);
    drawn.shuffle(&mut rand::rng());
    Ok(drawn.into_iter().collect())
}

/// Keeps `number`, the old name of `numeric`, in step with it.
pub fn refine_numeric(plan: &mut Refine<'_>) {
    let set = [plan.config("numeric"), plan.config("number")].into_iter().find(|value| !value.is_null());
    let value = set.cloned().unwrap_or(Value::TRUE);
    plan.set("numeric", value.clone());
    plan.set("number", value);
    if !plan.prior("numeric").is_null() && plan.is_changed("numeric") {
        plan.require_replace("numeric");
    }
}

/// Says where the length has no room for the least counts, as far as they are known.
pub fn validate(config: &Object) -> Vec<(&'static str, String)> {
    let number = |name: &str| config.get(name).and_then(Value::as_number).and_then(|number| number.as_i64());
    let least: i64 =
        ["min_lower", "min_numeric", "min_special", "min_upper"].iter().filter_map(|name| number(name)).sum();
    let mut wrong = Vec::new();
    if let Some(length) = number("length").filter(|length| *length < least) {
        wrong.push((
            "length",
            format!("The length is {length}, but the `min_…` attributes ask for {least} characters."),
        ));
    }
    let [numeric, old] = ["numeric", "number"].map(|name| config.get(name).and_then(Value::as_bool));
    if numeric.is_some() && old.is_some() && numeric != old {
        wrong.push(("number", "It is the old name of `numeric` and must not say the opposite.".into()));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_least_counts_and_only_allowed_characters() {
        let kinds = kinds((false, 3), (true, 0), (false, 0), (false, 2), Some("ä§"));
        let text = text(20, &kinds).expect("a text");
        let count = |of: &str| text.chars().filter(|c| of.contains(*c)).count();
        assert_eq!((count(NUMERIC), count("ä§"), count(LOWER), text.chars().count()), (3, 2, 15, 20));
    }

    #[test]
    fn a_text_that_cannot_be_is_refused() {
        assert!(text(1, &kinds((true, 2), (true, 0), (true, 0), (true, 0), None)).is_err());
        assert!(text(1, &kinds((false, 0), (false, 0), (false, 0), (false, 0), None)).is_err());
    }
}
