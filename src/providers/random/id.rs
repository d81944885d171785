//! `random_id`: random bytes, written in several ways for use in names.

use base64::{Engine as _, engine::general_purpose};
use dashu_int::UBig;
use rand::RngCore;

use super::prelude::*;
use crate::providers::hashes;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "random_id")]
pub struct Id {
    id: Computed<String>,
    b64_std: Computed<String>,
    b64_url: Computed<String>,
    #[attr(force_new, range = (1, i64::MAX))]
    byte_length: Required<i64>,
    dec: Computed<String>,
    hex: Computed<String>,
    #[attr(force_new)]
    keepers: Optional<Keepers>,
    #[attr(force_new)]
    prefix: Optional<String>,
}

impl Generated for Id {
    fn draw(&mut self) -> Result<()> {
        let mut bytes = vec![0; usize::try_from(self.byte_length).unwrap_or_default()];
        rand::rng().fill_bytes(&mut bytes);
        self.keep(&bytes);
        Ok(())
    }

    /// The import id is the unpadded base64 of the bytes for URLs, after the prefix and a comma if there is one.
    fn import(id: &str) -> Result<Self> {
        let (prefix, text) = id.rsplit_once(',').map_or((None, id), |(prefix, text)| (Some(prefix), text));
        let bytes = general_purpose::URL_SAFE_NO_PAD.decode(text).map_err(|_| {
            Error::Invalid(format!(
                "`{id}` is no id of a random_id. It is `b64_url` without the prefix, or `PREFIX,b64_url`."
            ))
        })?;
        let mut this =
            Self { prefix: prefix.map(str::to_owned), byte_length: bytes.len() as i64, ..Self::default() };
        this.keep(&bytes);
        Ok(this)
    }
}

impl Id {
    fn keep(&mut self, bytes: &[u8]) {
        let prefix = self.prefix.clone().unwrap_or_default();
        let with_prefix = |text: String| Some(format!("{prefix}{text}"));
        let url = general_purpose::URL_SAFE_NO_PAD.encode(bytes);
        self.b64_std = with_prefix(general_purpose::STANDARD.encode(bytes));
        self.b64_url = with_prefix(url.clone());
        self.dec = with_prefix(UBig::from_be_bytes(bytes).to_string());
        self.hex = with_prefix(hashes::hex(bytes));
        self.id = Some(url);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_imported_id_is_written_in_every_way() {
        let id = <Id as Generated>::import("my-prefix-,p-9hUg").expect("imported");
        assert_eq!(id.id.as_deref(), Some("p-9hUg"));
        assert_eq!(id.b64_std.as_deref(), Some("my-prefix-p+9hUg=="));
        assert_eq!(id.b64_url.as_deref(), Some("my-prefix-p-9hUg"));
        assert_eq!(id.hex.as_deref(), Some("my-prefix-a7ef6152"));
        assert_eq!(id.dec.as_deref(), Some("my-prefix-2817483090"));
        assert_eq!(id.byte_length, 4);
        assert!(<Id as Generated>::import("no base64").is_err());
    }
}
