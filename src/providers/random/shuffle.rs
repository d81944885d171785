//! `random_shuffle`: the elements of a list in another order.

use rand::seq::SliceRandom;

use super::{prelude::*, seed};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "random_shuffle")]
pub struct Shuffle {
    id: Computed<String>,
    #[attr(force_new)]
    input: Required<Vec<String>>,
    #[attr(force_new)]
    keepers: Optional<Keepers>,
    result: Computed<Vec<String>>,
    #[attr(force_new)]
    result_count: Optional<i64>,
    #[attr(force_new)]
    seed: Optional<String>,
}

impl Generated for Shuffle {
    /// A count beyond the length of the list repeats it, each time in another order.
    fn draw(&mut self) -> Result<()> {
        let mut rng = seed::generator(self.seed.as_deref());
        let count = self.result_count.map_or(self.input.len(), |count| usize::try_from(count).unwrap_or(0));
        let mut result = Vec::new();
        while result.len() < count && !self.input.is_empty() {
            let mut round = self.input.clone();
            round.shuffle(&mut rng);
            result.extend(round);
        }
        result.truncate(count);
        self.result = Some(result);
        self.id = Some("-".into());
        Ok(())
    }

    fn import(_: &str) -> Result<Self> {
        Err(Error::Invalid("A random_shuffle cannot be imported.".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_comes_once_a_round() {
        let input: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        let mut shuffle = Shuffle { input, result_count: Some(6), ..Shuffle::default() };
        shuffle.draw().expect("drawn");
        let mut result = shuffle.result.unwrap_or_default();
        result.sort();
        assert_eq!(result, ["a", "a", "b", "b", "c", "c"]);
    }
}
