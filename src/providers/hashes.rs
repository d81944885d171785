//! The hashes of bytes, as the attributes of many types tell them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

/// The hashes of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashes {
    /// MD5, in hex.
    pub md5: String,
    /// SHA-1, in hex.
    pub sha1: String,
    /// SHA-256, in hex.
    pub sha256: String,
    /// SHA-512, in hex.
    pub sha512: String,
    /// SHA-256, in base64.
    pub base64sha256: String,
    /// SHA-512, in base64.
    pub base64sha512: String,
}

impl Hashes {
    /// The hashes of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let (sha256, sha512) = (Sha256::digest(bytes), Sha512::digest(bytes));
        Self {
            md5: hex(&Md5::digest(bytes)),
            sha1: sha1(bytes),
            sha256: hex(&sha256),
            sha512: hex(&sha512),
            base64sha256: STANDARD.encode(sha256),
            base64sha512: STANDARD.encode(sha512),
        }
    }
}

/// The SHA-1 of these bytes, in hex.
pub fn sha1(bytes: &[u8]) -> String {
    hex(&Sha1::digest(bytes))
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_bytes() {
        let hashes = Hashes::of(b"");
        assert_eq!(hashes.md5, "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(hashes.sha1, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(hashes.base64sha256, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
