//! `random_password`: a random text that is never shown, and its bcrypt hash.

use super::{alphabet, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "random_password", version = 3)]
pub struct Password {
    id: Computed<String>,
    #[attr(sensitive)]
    bcrypt_hash: Computed<String>,
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
    #[attr(sensitive)]
    result: Computed<String>,
    #[attr(force_new, default = true)]
    special: Optional<bool>,
    #[attr(force_new, default = true)]
    upper: Optional<bool>,
}

impl Generated for Password {
    fn draw(&mut self) -> Result<()> {
        let kinds = alphabet::kinds(
            (self.numeric.unwrap_or(true), self.min_numeric.unwrap_or(0)),
            (self.lower.unwrap_or(true), self.min_lower.unwrap_or(0)),
            (self.upper.unwrap_or(true), self.min_upper.unwrap_or(0)),
            (self.special.unwrap_or(true), self.min_special.unwrap_or(0)),
            self.override_special.as_deref(),
        );
        self.keep(alphabet::text(self.length, &kinds)?)
    }

    fn refine(plan: &mut Refine<'_>) {
        alphabet::refine_numeric(plan);
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        alphabet::validate(config)
    }

    /// The import id is the password itself.
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
        this.keep(id.to_owned())?;
        Ok(this)
    }
}

impl Password {
    /// Takes this password, and its hash.
    fn keep(&mut self, password: String) -> Result<()> {
        self.id = Some("none".into());
        self.bcrypt_hash = Some(hash(&password)?);
        self.result = Some(password);
        Ok(())
    }
}

/// The bcrypt hash of a password, under a new salt.
fn hash(password: &str) -> Result<String> {
    // bcrypt looks at no more than 72 bytes.
    let bytes = &password.as_bytes()[..password.len().min(72)];
    let parts = bcrypt::hash_with_salt(bytes, bcrypt::DEFAULT_COST.min(10), rand::random())
        .map_err(|error| Error::Invalid(format!("The password cannot be hashed: {error}.")))?;
    Ok(parts.format_for_version(bcrypt::Version::TwoA))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_its_length_and_hash() {
        let mut password = Password { length: 24, ..Password::default() };
        password.draw().expect("drawn");
        let (text, hash) = (password.result.unwrap_or_default(), password.bcrypt_hash.unwrap_or_default());
        assert_eq!((text.len(), password.id.as_deref(), &hash[..7]), (24, Some("none"), "$2a$10$"));
        assert_eq!(bcrypt::verify(&text, &hash).ok(), Some(true));
    }
}
