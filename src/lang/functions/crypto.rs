//! Digests, password hashes, identifiers, decryption.

use base64::{Engine, engine::general_purpose::STANDARD};
use md5::Md5;
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey, pkcs1::DecodeRsaPrivateKey, pkcs8::DecodePrivateKey};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use uuid::Uuid;

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, gives_string, int, string, text},
    encoding::bytes_of_base64,
    filesystem::{FILE, read},
};
use crate::lang::value::Value;

const STR: Parameter = Parameter::string("str");

/// A function of a text, and one of a file's bytes.
macro_rules! digest {
    ($name:literal, $file:literal, $digest:ident) => {
        [
            Function::new(
                $name,
                &[STR],
                gives_string,
                |args, _| Ok($digest(text(args, 0).as_bytes()).into()),
            ),
            Function::new($file, &[FILE], gives_string, |args, cx| {
                let (bytes, marks) = read(args, cx)?;
                Ok(Value::from($digest(&bytes)).with_marks(marks))
            }),
        ]
    };
}

const MD5: [Function; 2] = digest!("md5", "filemd5", md5);
const SHA1: [Function; 2] = digest!("sha1", "filesha1", sha1);
const SHA256: [Function; 2] = digest!("sha256", "filesha256", sha256);
const SHA512: [Function; 2] = digest!("sha512", "filesha512", sha512);
const BASE64SHA256: [Function; 2] = digest!("base64sha256", "filebase64sha256", base64sha256);
const BASE64SHA512: [Function; 2] = digest!("base64sha512", "filebase64sha512", base64sha512);

pub(super) const DIGESTS: [&[Function]; 6] = [&MD5, &SHA1, &SHA256, &SHA512, &BASE64SHA256, &BASE64SHA512];

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("bcrypt", &[STR], gives_string, bcrypt).variadic(Parameter::number("cost")).impure(),
    Function::new(
        "rsadecrypt",
        &[Parameter::string("ciphertext"), Parameter::string("privatekey")],
        gives_string,
        rsadecrypt,
    ),
    Function::new("uuid", &[], gives_string, |_, _| Ok(Uuid::new_v4().to_string().into())).impure(),
    Function::new(
        "uuidv5",
        &[Parameter::string("namespace"), Parameter::string("name")],
        gives_string,
        uuidv5,
    ),
];

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn md5(bytes: &[u8]) -> String {
    hex(&Md5::digest(bytes))
}

fn sha1(bytes: &[u8]) -> String {
    hex(&Sha1::digest(bytes))
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn sha512(bytes: &[u8]) -> String {
    hex(&Sha512::digest(bytes))
}

fn base64sha256(bytes: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(bytes))
}

fn base64sha512(bytes: &[u8]) -> String {
    STANDARD.encode(Sha512::digest(bytes))
}

/// The cost that is used when none, or one below the least, is asked for.
const DEFAULT_COST: u32 = 10;

fn bcrypt(args: &[Value], _: &Context) -> Answer {
    let cost = match args.len() {
        1 => DEFAULT_COST,
        2 => match int(args, 1)? {
            ..4 => DEFAULT_COST,
            cost @ 4..=31 => cost as u32,
            cost => {
                return Err(FunctionError::argument(
                    1,
                    format!("the cost {cost} is outside of the allowed range (4 to 31)"),
                ));
            }
        },
        _ => return Err(FunctionError::new("bcrypt() takes no more than two arguments")),
    };
    let password = text(args, 0);
    if password.len() > 72 {
        return Err(FunctionError::argument(0, "the text is longer than 72 bytes"));
    }
    let hash = bcrypt::hash_with_result(password, cost)
        .map_err(|error| FunctionError::new(format!("error occurred generating password: {error}")))?;
    Ok(hash.format_for_version(bcrypt::Version::TwoA).into())
}

fn uuidv5(args: &[Value], _: &Context) -> Answer {
    let namespace = match text(args, 0) {
        "dns" => Uuid::NAMESPACE_DNS,
        "url" => Uuid::NAMESPACE_URL,
        "oid" => Uuid::NAMESPACE_OID,
        "x500" => Uuid::NAMESPACE_X500,
        other => Uuid::parse_str(other).map_err(|_| {
            FunctionError::new(format!(
                "uuidv5() doesn't support namespace {other:?}; give \"dns\", \"url\", \"oid\", \"x500\" or a UUID"
            ))
        })?,
    };
    Ok(Uuid::new_v5(&namespace, text(args, 1).as_bytes()).to_string().into())
}

fn rsadecrypt(args: &[Value], _: &Context) -> Answer {
    let ciphertext = bytes_of_base64(text(args, 0)).ok_or_else(|| {
        FunctionError::argument(0, "failed to decode base64 input: cipher text must be base64-encoded")
    })?;
    let pem = text(args, 1);
    let key =
        RsaPrivateKey::from_pkcs1_pem(pem).or_else(|_| RsaPrivateKey::from_pkcs8_pem(pem)).map_err(|_| {
            FunctionError::argument(
                1,
                "failed to parse the key: it must be an RSA private key in PEM, without a passphrase",
            )
        })?;
    let plain = key
        .decrypt(Pkcs1v15Encrypt, &ciphertext)
        .map_err(|_| FunctionError::new("failed to decrypt: the text was not encrypted for this key"))?;
    let plain = String::from_utf8(plain);
    plain.map(string).map_err(|_| FunctionError::new("the decrypted data is not valid UTF-8"))
}
