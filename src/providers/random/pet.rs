//! `random_pet`: a name of words that people can say.

use petname::lang::english::Petnames;
use rand::seq::IndexedRandom;

use super::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "random_pet")]
pub struct Pet {
    id: Computed<String>,
    #[attr(force_new)]
    keepers: Optional<Keepers>,
    #[attr(force_new, default = 2)]
    length: Optional<i64>,
    #[attr(force_new)]
    prefix: Optional<String>,
    #[attr(force_new, default = "-")]
    separator: Optional<String>,
}

impl Generated for Pet {
    fn draw(&mut self) -> Result<()> {
        let words = Petnames::small();
        let mut rng = rand::rng();
        let length = self.length.unwrap_or(2).max(1);
        // Adverbs, then one adjective, then the noun.
        let drawn = (1..=length).rev().filter_map(|left| match left {
            1 => words.nouns.choose(&mut rng),
            2 => words.adjectives.choose(&mut rng),
            _ => words.adverbs.choose(&mut rng),
        });
        let prefix = self.prefix.as_deref().filter(|prefix| !prefix.is_empty());
        let parts: Vec<&str> = prefix.into_iter().chain(drawn.copied()).collect();
        self.id = Some(parts.join(self.separator.as_deref().unwrap_or("-")));
        Ok(())
    }

    fn import(_: &str) -> Result<Self> {
        Err(Error::Invalid("A random_pet cannot be imported.".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pet_has_its_prefix_and_as_many_words_as_asked() {
        let mut pet =
            Pet { length: Some(3), prefix: Some("a".into()), separator: Some("_".into()), ..Pet::default() };
        pet.draw().expect("drawn");
        let parts: Vec<_> = pet.id.as_deref().unwrap_or_default().split('_').collect();
        assert_eq!((parts.len(), parts[0]), (4, "a"));
    }
}
