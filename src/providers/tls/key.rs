//! A private key in all the ways in which it and its public key are written.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use md5::{Digest as _, Md5};
use rsa::{
    RsaPrivateKey,
    pkcs1::{DecodeRsaPrivateKey as _, EncodeRsaPrivateKey as _},
    pkcs8::{
        DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _, ObjectIdentifier, PrivateKeyInfo,
        der::{
            Decode as _, Encode as _,
            asn1::{AnyRef, BitStringRef, OctetStringRef},
            pem,
        },
        spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef},
    },
};
use sec1::{EcParameters, EcPrivateKey};
use ssh_key::{
    HashAlg, LineEnding, Mpint, PrivateKey,
    private::{EcdsaKeypair, Ed25519Keypair, KeypairData, RsaKeypair},
};

use super::curve::Curve;
use crate::providers::{Error, Result};

const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// A private key.
pub enum Key {
    /// RSA.
    Rsa(Box<RsaPrivateKey>),
    /// ECDSA: curve, secret.
    Ecdsa(Curve, Vec<u8>),
    /// Ed25519: seed.
    Ed25519([u8; 32]),
}

/// A public key, as every way to write it.
pub struct Public {
    /// PKIX, in DER.
    pub der: Vec<u8>,
    /// PKIX, in PEM.
    pub pem: String,
    /// A line of `authorized_keys`.
    pub openssh: String,
    /// The MD5 fingerprint: `a1:b2:…`.
    pub md5: String,
    /// The SHA-256 fingerprint: `SHA256:…`.
    pub sha256: String,
}

impl Key {
    /// Makes a new key. RSA takes a while: do it on a thread of its own.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the algorithm, the curve or the number of bits is none that works.
    pub fn generate(algorithm: &str, bits: i64, curve: &str) -> Result<Self> {
        Ok(match algorithm {
            "RSA" => {
                let bits = usize::try_from(bits).unwrap_or_default();
                let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, bits);
                Key::Rsa(Box::new(key.map_err(wrong("No RSA key with that `rsa_bits` can be made"))?))
            }
            "ECDSA" => {
                let curve = Curve::of_name(curve)?;
                Key::Ecdsa(curve, curve.secret())
            }
            "ED25519" => Key::Ed25519(rand::random()),
            other => {
                return Err(Error::Invalid(format!(
                    "`{other}` is no algorithm. It is RSA, ECDSA or ED25519."
                )));
            }
        })
    }

    /// Reads a key in PEM: PKCS #1, SEC 1 or PKCS #8.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it is something else.
    pub fn from_pem(text: &str) -> Result<Self> {
        let unreadable = wrong("The private key cannot be read");
        let (label, der) = pem::decode_vec(text.trim().as_bytes()).map_err(unreadable)?;
        match label {
            "RSA PRIVATE KEY" => {
                Ok(Key::Rsa(Box::new(RsaPrivateKey::from_pkcs1_der(&der).map_err(wrong("No RSA key"))?)))
            }
            "EC PRIVATE KEY" => {
                let key = EcPrivateKey::from_der(&der).map_err(wrong("No EC key"))?;
                Self::of_curve(key.parameters.and_then(EcParameters::named_curve), key.private_key)
            }
            "PRIVATE KEY" => {
                let info = PrivateKeyInfo::from_der(&der).map_err(wrong("No PKCS #8 key"))?;
                match info.algorithm.oid {
                    EC => {
                        let key = EcPrivateKey::from_der(info.private_key).map_err(wrong("No EC key"))?;
                        Self::of_curve(info.algorithm.parameters_oid().ok(), key.private_key)
                    }
                    ED25519 => {
                        let seed =
                            OctetStringRef::from_der(info.private_key).map_err(wrong("No Ed25519 key"))?;
                        seed.as_bytes().try_into().map(Key::Ed25519).map_err(wrong("No Ed25519 key"))
                    }
                    _ => Ok(Key::Rsa(Box::new(
                        RsaPrivateKey::from_pkcs8_der(&der).map_err(wrong("No RSA key"))?,
                    ))),
                }
            }
            label => Err(Error::Invalid(format!(
                "A PEM block `{label}` is no private key: RSA PRIVATE KEY, EC PRIVATE KEY and PRIVATE KEY are."
            ))),
        }
    }

    /// Reads a key in OpenSSH's format, without a passphrase.
    ///
    /// # Errors
    /// [`Error::Invalid`] if it is something else.
    pub fn from_openssh(text: &str) -> Result<Self> {
        let key = PrivateKey::from_openssh(text).map_err(wrong("The OpenSSH private key cannot be read"))?;
        match key.key_data() {
            KeypairData::Rsa(pair) => {
                // Not `RsaPrivateKey::try_from`: that of ssh-key 0.6 takes the same prime twice.
                let number = |mpint: &Mpint| rsa::BigUint::from_bytes_be(mpint.as_bytes());
                let (public, private) = (&pair.public, &pair.private);
                let primes = vec![number(&private.p), number(&private.q)];
                let key = RsaPrivateKey::from_components(
                    number(&public.n),
                    number(&public.e),
                    number(&private.d),
                    primes,
                );
                Ok(Key::Rsa(Box::new(key.map_err(wrong("No RSA key"))?)))
            }
            KeypairData::Ed25519(pair) => Ok(Key::Ed25519(pair.private.to_bytes())),
            KeypairData::Ecdsa(EcdsaKeypair::NistP256 { private, .. }) => {
                Ok(Key::Ecdsa(Curve::P256, private.as_slice().to_vec()))
            }
            KeypairData::Ecdsa(EcdsaKeypair::NistP384 { private, .. }) => {
                Ok(Key::Ecdsa(Curve::P384, private.as_slice().to_vec()))
            }
            KeypairData::Ecdsa(EcdsaKeypair::NistP521 { private, .. }) => {
                Ok(Key::Ecdsa(Curve::P521, private.as_slice().to_vec()))
            }
            _ => Err(Error::Invalid("The OpenSSH private key is encrypted or of an unknown kind.".into())),
        }
    }

    fn of_curve(oid: Option<ObjectIdentifier>, secret: &[u8]) -> Result<Self> {
        let curve = Curve::ALL.into_iter().find(|curve| Some(curve.oid()) == oid);
        let curve = curve.filter(|curve| curve.public(secret).is_some());
        curve.map(|curve| Key::Ecdsa(curve, secret.to_vec())).ok_or_else(|| {
            Error::Invalid("The EC private key is of an unknown curve: P256, P384 and P521 are known.".into())
        })
    }

    /// The algorithm as configuration names it.
    pub fn algorithm(&self) -> &'static str {
        match self {
            Key::Rsa(_) => "RSA",
            Key::Ecdsa(..) => "ECDSA",
            Key::Ed25519(_) => "ED25519",
        }
    }

    /// The key as PEM in the form of its algorithm: PKCS #1, SEC 1, or PKCS #8 for Ed25519.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the key cannot be written, which does not happen with a key made or read here.
    pub fn to_pem(&self) -> Result<String> {
        match self {
            Key::Rsa(key) => Ok(key
                .to_pkcs1_pem(LineEnding::LF)
                .map_err(wrong("The RSA key cannot be written"))?
                .to_string()),
            Key::Ecdsa(curve, secret) => {
                to_pem("EC PRIVATE KEY", &sec1(*curve, secret, Some(EcParameters::NamedCurve(curve.oid())))?)
            }
            Key::Ed25519(_) => self.to_pkcs8_pem(),
        }
    }

    /// The key as PKCS #8, in PEM.
    ///
    /// # Errors
    /// As [`Key::to_pem`].
    pub fn to_pkcs8_pem(&self) -> Result<String> {
        let write = |oid, parameters: Option<AnyRef<'_>>, key: &[u8]| {
            let info = PrivateKeyInfo::new(AlgorithmIdentifierRef { oid, parameters }, key);
            to_pem("PRIVATE KEY", &info.to_der().map_err(wrong("The key cannot be written"))?)
        };
        match self {
            Key::Rsa(key) => Ok(key
                .to_pkcs8_pem(LineEnding::LF)
                .map_err(wrong("The RSA key cannot be written"))?
                .to_string()),
            Key::Ecdsa(curve, secret) => {
                write(EC, Some(AnyRef::from(&curve.oid())), &sec1(*curve, secret, None)?)
            }
            Key::Ed25519(seed) => {
                let inner = OctetStringRef::new(seed).and_then(|seed| seed.to_der());
                write(ED25519, None, &inner.map_err(wrong("The key cannot be written"))?)
            }
        }
    }

    /// The key in OpenSSH's format.
    ///
    /// # Errors
    /// As [`Key::to_pem`].
    pub fn to_openssh(&self) -> Result<String> {
        let text = self.ssh()?.to_openssh(LineEnding::LF);
        Ok(text.map_err(wrong("The key cannot be written for OpenSSH"))?.to_string())
    }

    /// The public key.
    ///
    /// # Errors
    /// As [`Key::to_pem`].
    pub fn public(&self) -> Result<Public> {
        let spki = |oid, parameters, bytes: &[u8]| {
            let subject_public_key = BitStringRef::from_bytes(bytes)?;
            SubjectPublicKeyInfoRef {
                algorithm: AlgorithmIdentifierRef { oid, parameters },
                subject_public_key,
            }
            .to_der()
        };
        let der = match self {
            Key::Rsa(key) => {
                let document = key.to_public_key().to_public_key_der();
                Ok(document.map_err(wrong("The public key cannot be written"))?.into_vec())
            }
            Key::Ecdsa(curve, secret) => {
                let point = curve.public(secret).unwrap_or_default();
                spki(EC, Some(AnyRef::from(&curve.oid())), &point)
            }
            Key::Ed25519(seed) => spki(ED25519, None, &Ed25519Keypair::from_seed(seed).public.0),
        };
        let der = der.map_err(wrong("The public key cannot be written"))?;
        let ssh = self.ssh()?;
        let unwritable = "The public key cannot be written for OpenSSH";
        let wire = ssh.public_key().to_bytes().map_err(wrong(unwritable))?;
        let md5: Vec<String> = Md5::digest(&wire).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Public {
            pem: to_pem("PUBLIC KEY", &der)?,
            openssh: ssh.public_key().to_openssh().map_err(wrong(unwritable))? + "\n",
            md5: md5.join(":"),
            sha256: ssh.fingerprint(HashAlg::Sha256).to_string(),
            der,
        })
    }

    fn ssh(&self) -> Result<PrivateKey> {
        let failed = "The key cannot be made one of OpenSSH";
        let data = match self {
            Key::Rsa(key) => KeypairData::Rsa(RsaKeypair::try_from(key.as_ref()).map_err(wrong(failed))?),
            Key::Ed25519(seed) => KeypairData::Ed25519(Ed25519Keypair::from_seed(seed)),
            Key::Ecdsa(curve, secret) => KeypairData::Ecdsa(match curve {
                Curve::P256 => {
                    let private = p256::SecretKey::from_slice(secret).map_err(wrong(failed))?;
                    EcdsaKeypair::NistP256 { public: private.public_key().into(), private: private.into() }
                }
                Curve::P384 => {
                    let private = p384::SecretKey::from_slice(secret).map_err(wrong(failed))?;
                    EcdsaKeypair::NistP384 { public: private.public_key().into(), private: private.into() }
                }
                Curve::P521 => {
                    let private = p521::SecretKey::from_slice(secret).map_err(wrong(failed))?;
                    EcdsaKeypair::NistP521 { public: private.public_key().into(), private: private.into() }
                }
            }),
        };
        PrivateKey::new(data, "").map_err(wrong(failed))
    }
}

/// An EC key in DER, with the curve in it or not.
fn sec1(curve: Curve, secret: &[u8], parameters: Option<EcParameters>) -> Result<Vec<u8>> {
    let point = curve.public(secret);
    let key = EcPrivateKey { private_key: secret, parameters, public_key: point.as_deref() };
    key.to_der().map_err(wrong("The EC key cannot be written"))
}

/// A PEM block with lines of 64 characters, as Go writes it.
fn to_pem(label: &str, der: &[u8]) -> Result<String> {
    let text = STANDARD.encode(der);
    let lines = text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line) + "\n");
    Ok(format!("-----BEGIN {label}-----\n{}-----END {label}-----\n", lines.collect::<String>()))
}

/// An error of a library about a key. What it says names no part of the key.
fn wrong<E: std::fmt::Display>(what: &'static str) -> impl Fn(E) -> Error {
    move |error| Error::Invalid(format!("{what}: {error}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read_back_from_every_form() {
        for (algorithm, curve) in
            [("RSA", ""), ("ECDSA", "P256"), ("ECDSA", "P384"), ("ECDSA", "P521"), ("ED25519", "")]
        {
            let key = Key::generate(algorithm, 1024, curve).expect("a key");
            let public = key.public().expect("a public key");
            let forms = [
                Key::from_pem(&key.to_pem().expect("PEM")),
                Key::from_pem(&key.to_pkcs8_pem().expect("PKCS #8")),
                Key::from_openssh(&key.to_openssh().expect("OpenSSH")),
            ];
            for (i, form) in forms.into_iter().enumerate() {
                let form = form.unwrap_or_else(|error| panic!("{algorithm} {curve} {i}: {error}"));
                assert_eq!(form.algorithm(), algorithm);
                assert_eq!(form.public().expect("a public key").der, public.der, "{algorithm} {curve} {i}");
            }
        }
    }

    #[test]
    fn a_curve_that_is_not_known_is_refused() {
        assert!(Key::generate("ECDSA", 0, "P224").is_err());
        assert!(Key::from_pem("no key").is_err());
    }
}
