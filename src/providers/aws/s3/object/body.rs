//! The bytes of an object: of a file, or of a text of the configuration.

use std::path::PathBuf;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{super::prelude::*, Object};
use crate::providers::local_path;
use aws_sdk_s3::primitives::ByteStream;

/// Where the bytes are.
#[derive(Debug, PartialEq, Eq)]
pub enum Body {
    /// In this file.
    File(PathBuf),
    /// Here.
    Bytes(Vec<u8>),
}

impl Body {
    /// The bytes that the configuration asks for; none at all if it says nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] if `content_base64` is no Base64.
    pub fn of(object: &Object) -> Result<Self> {
        if let Some(source) = said(&object.source) {
            return Ok(Body::File(local_path(expand_home(&source))));
        }
        if let Some(content) = said(&object.content) {
            return Ok(Body::Bytes(content.into_bytes()));
        }
        let encoded = said(&object.content_base64).unwrap_or_default();
        let bytes = STANDARD.decode(encoded.trim());
        bytes.map(Body::Bytes).map_err(|error| {
            Error::Invalid(format!(
                "`content_base64` is no Base64 ({error}). `filebase64` and `base64encode` make it."
            ))
        })
    }

    /// The bytes as a request takes them.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the file cannot be read.
    pub async fn stream(&self) -> Result<ByteStream> {
        match self {
            Body::Bytes(bytes) => Ok(ByteStream::from(bytes.clone())),
            Body::File(path) => ByteStream::from_path(path).await.map_err(|error| {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                let cause = cause.unwrap_or_else(|| error.to_string());
                Error::Invalid(format!("The file {} (`source`) cannot be read: {cause}", path.display()))
            }),
        }
    }
}

/// The path with `~` as the home folder.
fn expand_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => path.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_come_from_what_is_set() {
        let text = |text: &str| Some(text.to_owned());
        let bytes = |bytes: &[u8]| Body::Bytes(bytes.to_vec());
        for (object, expected) in [
            (Object::default(), bytes(b"")),
            (Object { content: text("a"), ..Object::default() }, bytes(b"a")),
            (Object { content_base64: text("AP8="), ..Object::default() }, bytes(b"\x00\xff")),
            (Object { source: text("/tmp/a"), ..Object::default() }, Body::File("/tmp/a".into())),
        ] {
            assert_eq!(Body::of(&object).unwrap(), expected);
        }
        let broken = Object { content_base64: text("?"), ..Object::default() };
        assert!(matches!(Body::of(&broken), Err(Error::Invalid(_))));
    }
}
