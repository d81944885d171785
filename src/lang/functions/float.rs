//! Numbers in decimal with so many digits, rounded half to even from the exact value.

use dashu_int::{IBig, UBig};

use crate::lang::value::Number;

/// Decimal digits without leading zeros: `0.d₁d₂… × 10^point`.
struct Decimal {
    digits: String,
    point: i64,
}

impl Decimal {
    /// The exact value.
    fn exact(number: &Number) -> Self {
        let (mantissa, exponent) = number.parts().unwrap_or((IBig::ZERO, 0));
        let mantissa = if mantissa < IBig::ZERO { -mantissa } else { mantissa };
        let mantissa = UBig::try_from(mantissa).unwrap_or(UBig::ZERO);
        let (digits, scale) = if exponent >= 0 {
            (mantissa << exponent.unsigned_abs(), 0)
        } else {
            // m / 2^k = m · 5^k / 10^k
            (mantissa * UBig::from(5u8).pow(exponent.unsigned_abs()), exponent as i64)
        };
        Self::new(digits.to_string(), scale)
    }

    /// As few digits as tell it from every other number.
    fn shortest(number: &Number) -> Self {
        let text = number.to_string();
        let text = text.trim_start_matches('-');
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        Self::new(format!("{whole}{fraction}"), -(fraction.len() as i64))
    }

    fn new(digits: String, scale: i64) -> Self {
        let digits = digits.trim_start_matches('0');
        let point = digits.len() as i64 + scale;
        let digits = digits.trim_end_matches('0').to_owned();
        Self { point: if digits.is_empty() { 0 } else { point }, digits }
    }

    /// At most so many digits.
    fn rounded(mut self, count: i64) -> Self {
        let Ok(count) = usize::try_from(count) else {
            return Self { digits: String::new(), point: 0 };
        };
        if count >= self.digits.len() {
            return self;
        }
        let bytes = self.digits.as_bytes();
        let tie = bytes[count] == b'5' && count + 1 == bytes.len();
        let up = if tie {
            count > 0 && !(bytes[count - 1] - b'0').is_multiple_of(2)
        } else {
            bytes[count] >= b'5'
        };
        self.digits.truncate(count);
        if up {
            let kept = self.digits.trim_end_matches('9').len();
            self.digits.truncate(kept);
            match self.digits.pop() {
                Some(last) => self.digits.push(char::from(last as u8 + 1)),
                None => {
                    self.digits.push('1');
                    self.point += 1;
                }
            }
        }
        let kept = self.digits.trim_end_matches('0').len();
        self.digits.truncate(kept);
        if kept == 0 {
            self.point = 0;
        }
        self
    }

    fn digit(&self, at: i64) -> char {
        usize::try_from(at).ok().and_then(|at| self.digits.as_bytes().get(at)).map_or('0', |b| *b as char)
    }

    /// `123.45` with this many places.
    fn plain(&self, places: i64) -> String {
        let mut out = String::new();
        if self.point > 0 {
            out.extend((0..self.point).map(|at| self.digit(at)));
        } else {
            out.push('0');
        }
        if places > 0 {
            out.push('.');
            out.extend((0..places).map(|place| self.digit(self.point + place)));
        }
        out
    }

    /// `1.2345e+02` with this many places.
    fn with_exponent(&self, places: i64, letter: char) -> String {
        let mut out = self.digit(0).to_string();
        if places > 0 {
            out.push('.');
            out.extend((1..=places).map(|at| self.digit(at)));
        }
        let exponent = if self.digits.is_empty() { 0 } else { self.point - 1 };
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{out}{letter}{sign}{:02}", exponent.abs())
    }
}

/// `123.45`, with so many places.
pub(super) fn fixed(number: &Number, places: usize) -> String {
    let exact = Decimal::exact(number);
    let count = exact.point + places as i64;
    exact.rounded(count).plain(places as i64)
}

/// `1.2345e+02`, with so many places, or as few as tell it from every other number.
pub(super) fn scientific(number: &Number, places: Option<usize>, letter: char) -> String {
    match places {
        Some(places) => {
            Decimal::exact(number).rounded(places as i64 + 1).with_exponent(places as i64, letter)
        }
        None => {
            let shortest = Decimal::shortest(number);
            let places = (shortest.digits.len() as i64 - 1).max(0);
            shortest.with_exponent(places, letter)
        }
    }
}

/// The shorter of both forms: the exponent is written if it is below -4 or not below the precision, which is 6
/// when no number of digits is asked for.
pub(super) fn general(number: &Number, digits: Option<usize>, letter: char) -> String {
    let decimal = match digits {
        Some(digits) => Decimal::exact(number).rounded(digits.max(1) as i64),
        None => Decimal::shortest(number),
    };
    let length = decimal.digits.len() as i64;
    let sign = if number.is_negative() { "-" } else { "" };
    if number.is_infinite() {
        return number.to_string();
    }
    let precision = digits.map_or(6, |digits| digits.max(1) as i64);
    let precision =
        if digits.is_some() && precision > length && length >= decimal.point { length } else { precision };
    let exponent = if decimal.digits.is_empty() { -1 } else { decimal.point - 1 };
    let text = if exponent < -4 || exponent >= precision {
        decimal.with_exponent(length - 1, letter)
    } else {
        decimal.plain((length - decimal.point).max(0))
    };
    format!("{sign}{text}")
}
