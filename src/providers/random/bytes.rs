//! `random_bytes`: secret bytes, such as a key.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rand::RngCore;

use super::prelude::*;
use crate::providers::hashes;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "random_bytes")]
pub struct Bytes {
    #[attr(sensitive)]
    base64: Computed<String>,
    #[attr(sensitive)]
    hex: Computed<String>,
    #[attr(force_new)]
    keepers: Optional<Keepers>,
    #[attr(force_new, range = (1, i64::MAX))]
    length: Required<i64>,
}

impl Generated for Bytes {
    fn draw(&mut self) -> Result<()> {
        let mut bytes = vec![0; usize::try_from(self.length).unwrap_or_default()];
        rand::rng().fill_bytes(&mut bytes);
        self.keep(&bytes);
        Ok(())
    }

    /// The import id is the padded base64 of the bytes.
    fn import(id: &str) -> Result<Self> {
        let bytes = STANDARD
            .decode(id)
            .map_err(|_| Error::Invalid("The id of random_bytes is their base64, with padding.".into()))?;
        let mut this = Self { length: bytes.len() as i64, ..Self::default() };
        this.keep(&bytes);
        Ok(this)
    }
}

impl Bytes {
    fn keep(&mut self, bytes: &[u8]) {
        self.base64 = Some(STANDARD.encode(bytes));
        self.hex = Some(hashes::hex(bytes));
    }
}
