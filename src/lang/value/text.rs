//! Texts in the one form that all texts of the language have.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::Name;

/// The text in Unicode's normal form C.
pub fn nfc(text: &str) -> Name {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.into()
    } else {
        text.nfc().collect::<String>().into()
    }
}
