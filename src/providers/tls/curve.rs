//! The elliptic curves of ECDSA keys.

use rand::RngCore;
use rsa::pkcs8::ObjectIdentifier;

use crate::providers::{Error, Result};

/// A curve whose keys can be made here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Curve {
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
}

/// Whether these bytes are a secret of the curve of a crate; if so, its public point, uncompressed.
macro_rules! public {
    ($curve:ident, $secret:expr) => {
        $curve::SecretKey::from_slice($secret).ok().map(|key| {
            use $curve::elliptic_curve::sec1::ToEncodedPoint as _;
            key.public_key().to_encoded_point(false).as_bytes().to_vec()
        })
    };
}

impl Curve {
    /// Every curve.
    pub const ALL: [Curve; 3] = [Curve::P256, Curve::P384, Curve::P521];

    /// The curve of this name.
    ///
    /// # Errors
    /// [`Error::Invalid`] names those that there are.
    pub fn of_name(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|curve| curve.name() == name).ok_or_else(|| {
            Error::Invalid(format!(
                "Keys of the curve {name} are not supported. Set `ecdsa_curve` to P256, P384 or P521; the default of \
                 the provider is P224, which neither SSH nor AWS knows."
            ))
        })
    }

    /// The curve as configuration names it.
    pub fn name(self) -> &'static str {
        match self {
            Curve::P256 => "P256",
            Curve::P384 => "P384",
            Curve::P521 => "P521",
        }
    }

    /// The curve as X.509 names it.
    pub fn oid(self) -> ObjectIdentifier {
        match self {
            Curve::P256 => ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
            Curve::P384 => ObjectIdentifier::new_unwrap("1.3.132.0.34"),
            Curve::P521 => ObjectIdentifier::new_unwrap("1.3.132.0.35"),
        }
    }

    /// The length of a secret, in bytes.
    pub fn size(self) -> usize {
        match self {
            Curve::P256 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }

    /// A new secret.
    pub fn secret(self) -> Vec<u8> {
        let mut secret = vec![0; self.size()];
        loop {
            rand::rng().fill_bytes(&mut secret);
            if self == Curve::P521 {
                secret[0] &= 1; // 521 bits, not 528
            }
            if self.public(&secret).is_some() {
                return secret;
            }
        }
    }

    /// The public point of a secret, uncompressed; `None` if it is no secret of this curve.
    pub fn public(self, secret: &[u8]) -> Option<Vec<u8>> {
        match self {
            Curve::P256 => public!(p256, secret),
            Curve::P384 => public!(p384, secret),
            Curve::P521 => public!(p521, secret),
        }
    }
}
