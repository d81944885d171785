//! `random_string`: a random text that may be shown.

use super::{alphabet, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "random_string", version = 2)]
pub struct Text {
    id: Computed<String>,
    #[attr(force_new)]
    keepers: Optional<Keepers>,
    #[attr(force_new, range = (1, i64::MAX))]
    length: Required<i64>,
    #[attr(force_new, default = true)]
    lower: Optional<bool>,
    #[attr(force_new, default = 0)]
    min_lower: Optional<i64>,
    #[attr(force_new, default = 0)]
    min_numeric: Optional<i64>,
    #[attr(force_new, default = 0)]
    min_special: Optional<i64>,
    #[attr(force_new, default = 0)]
    min_upper: Optional<i64>,
    #[attr(deprecated = "Use `numeric`.")]
    number: Defaulted<bool>,
    numeric: Defaulted<bool>,
    #[attr(force_new)]
    override_special: Optional<String>,
    result: Computed<String>,
    #[attr(force_new, default = true)]
    special: Optional<bool>,
    #[attr(force_new, default = true)]
    upper: Optional<bool>,
}

impl Generated for Text {
    fn draw(&mut self) -> Result<()> {
        let kinds = alphabet::kinds(
            (self.numeric.unwrap_or(true), self.min_numeric.unwrap_or(0)),
            (self.lower.unwrap_or(true), self.min_lower.unwrap_or(0)),
            (self.upper.unwrap_or(true), self.min_upper.unwrap_or(0)),
            (self.special.unwrap_or(true), self.min_special.unwrap_or(0)),
            self.override_special.as_deref(),
        );
        self.keep(alphabet::text(self.length, &kinds)?);
        Ok(())
    }

    fn refine(plan: &mut Refine<'_>) {
        alphabet::refine_numeric(plan);
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        alphabet::validate(config)
    }

    /// The import id is the text itself.
    fn import(id: &str) -> Result<Self> {
        let mut this = Self {
            length: id.chars().count() as i64,
            lower: Some(true),
            min_lower: Some(0),
            min_numeric: Some(0),
            min_special: Some(0),
            min_upper: Some(0),
            number: Some(true),
            numeric: Some(true),
            special: Some(true),
            upper: Some(true),
            ..Self::default()
        };
        this.keep(id.to_owned());
        Ok(this)
    }
}

impl Text {
    /// Takes this text.
    fn keep(&mut self, text: String) {
        self.id = Some(text.clone());
        self.result = Some(text);
    }
}
