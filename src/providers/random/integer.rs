//! `random_integer`: a number between two bounds.

use rand::Rng;

use super::{prelude::*, seed};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "random_integer")]
pub struct Integer {
    id: Computed<String>,
    #[attr(force_new)]
    keepers: Optional<Keepers>,
    #[attr(force_new)]
    max: Required<i64>,
    #[attr(force_new)]
    min: Required<i64>,
    result: Computed<i64>,
    #[attr(force_new)]
    seed: Optional<String>,
}

impl Generated for Integer {
    fn draw(&mut self) -> Result<()> {
        if self.max < self.min {
            return Err(Error::Invalid(format!(
                "`min` is {}, above `max`, which is {}.",
                self.min, self.max
            )));
        }
        let result = seed::generator(self.seed.as_deref()).random_range(self.min..=self.max);
        self.result = Some(result);
        self.id = Some(result.to_string());
        Ok(())
    }

    /// The import id is `result,min,max` or `result,min,max,seed`.
    fn import(id: &str) -> Result<Self> {
        let wrong = || {
            Error::Invalid(format!(
                "`{id}` is no id of a random_integer. It is `result,min,max` or `result,min,max,seed`."
            ))
        };
        let mut parts = id.splitn(4, ',');
        let mut number = || parts.next().and_then(|part| part.parse::<i64>().ok()).ok_or_else(wrong);
        let (result, min, max) = (number()?, number()?, number()?);
        let seed = parts.next().map(str::to_owned);
        Ok(Self { id: Some(result.to_string()), result: Some(result), min, max, seed, keepers: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_the_number() {
        let draw = |seed: &str| {
            let mut integer = Integer { min: 1, max: 1 << 40, seed: Some(seed.into()), ..Integer::default() };
            integer.draw().expect("drawn");
            integer.result
        };
        assert_eq!(draw("a"), draw("a"));
        assert_ne!(draw("a"), draw("b"));
    }

    #[test]
    fn an_import_needs_the_bounds() {
        let integer = <Integer as Generated>::import("15390,1,50000").expect("imported");
        assert_eq!((integer.result, integer.min, integer.max), (Some(15390), 1, 50000));
        assert!(<Integer as Generated>::import("15390").is_err());
    }
}
