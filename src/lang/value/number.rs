//! Numbers as Terraform has them: 512-bit binary floats, printed as the shortest decimal that reads back.
//!
//! An integer that fits is kept as `i64`; the big float comes in only when it must.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
    sync::Arc,
};

use dashu_float::{Context, DBig, FBig, round::mode::HalfEven};
use dashu_int::IBig;

type Big = FBig<HalfEven, 2>;

/// The bits of a mantissa.
const PRECISION: usize = 512;
/// Decimal digits that are enough to tell any two 512-bit numbers apart.
const DIGITS: usize = 156;

/// A number.
#[derive(Clone)]
pub struct Number(Repr);

#[derive(Clone)]
enum Repr {
    Int(i64),
    Big(Arc<Big>),
    /// `-0`, which a binary float has and prints.
    NegativeZero,
    /// `1/0` and `-1/0`.
    Infinity {
        negative: bool,
    },
}

impl Number {
    /// Zero.
    pub const ZERO: Number = Number(Repr::Int(0));

    fn big(&self) -> Big {
        match &self.0 {
            Repr::Int(int) => Big::from(*int).with_precision(PRECISION).value(),
            Repr::Big(big) => (**big).clone(),
            Repr::NegativeZero => Big::ZERO,
            Repr::Infinity { negative: false } => Big::INFINITY,
            Repr::Infinity { negative: true } => Big::NEG_INFINITY,
        }
    }

    fn from_big(big: Big) -> Self {
        if big.repr().is_infinite() {
            return Self(Repr::Infinity { negative: big.repr().sign() == dashu_int::Sign::Negative });
        }
        // A mantissa far below 2^63 with a small exponent: then it may be an i64, which is cheaper to keep.
        let exponent = big.repr().exponent();
        if (0..63).contains(&exponent)
            && let Ok(mantissa) = i64::try_from(big.repr().significand())
            && let Some(int) = mantissa.checked_mul(1i64.checked_shl(exponent as u32).unwrap_or(0))
            && (int != 0 || mantissa == 0)
        {
            return Self(Repr::Int(int));
        }
        Self(Repr::Big(Arc::new(big)))
    }

    /// The integer, if it is one and fits.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Int(int) => Some(*int),
            Repr::NegativeZero => Some(0),
            Repr::Big(_) | Repr::Infinity { .. } => None,
        }
    }

    /// The integer, if it is one, fits and is not negative.
    pub fn as_u64(&self) -> Option<u64> {
        match &self.0 {
            Repr::Big(big) if self.is_integer() => u64::try_from(IBig::try_from((**big).clone()).ok()?).ok(),
            _ => self.as_i64().and_then(|int| u64::try_from(int).ok()),
        }
    }

    /// The nearest double.
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Repr::Int(int) => *int as f64,
            Repr::Big(big) => big.to_f64().value(),
            Repr::NegativeZero => -0.0,
            Repr::Infinity { negative } => {
                if *negative {
                    f64::NEG_INFINITY
                } else {
                    f64::INFINITY
                }
            }
        }
    }

    /// The number that this double is, exactly; `None` for NaN.
    pub fn from_f64(float: f64) -> Option<Self> {
        if float == 0.0 && float.is_sign_negative() {
            return Some(Self(Repr::NegativeZero));
        }
        if float.is_infinite() {
            return Some(Self(Repr::Infinity { negative: float < 0.0 }));
        }
        let big = FBig::<HalfEven, 2>::try_from(float).ok()?;
        Some(Self::from_big(big.with_precision(PRECISION).value()))
    }

    /// The integer as an arbitrarily big one; `None` if it is not an integer.
    pub fn to_bigint(&self) -> Option<IBig> {
        match &self.0 {
            Repr::Int(int) => Some(IBig::from(*int)),
            Repr::NegativeZero => Some(IBig::ZERO),
            Repr::Big(big) if self.is_integer() => IBig::try_from((**big).clone()).ok(),
            _ => None,
        }
    }

    /// A mantissa and a power of two, whose product is exactly this number; `None` if it is infinite.
    pub fn parts(&self) -> Option<(IBig, isize)> {
        match &self.0 {
            Repr::Int(int) => Some((IBig::from(*int), 0)),
            Repr::NegativeZero => Some((IBig::ZERO, 0)),
            Repr::Big(big) => Some((big.repr().significand().clone(), big.repr().exponent())),
            Repr::Infinity { .. } => None,
        }
    }

    /// The number that this integer is, rounded to 512 bits.
    pub fn from_bigint(int: IBig) -> Self {
        Self::from_big(Big::from(int).with_precision(PRECISION).value())
    }

    /// Whether it has no fraction.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Int(_) | Repr::NegativeZero => true,
            Repr::Big(big) => big.repr().exponent() >= 0,
            Repr::Infinity { .. } => false,
        }
    }

    /// Whether it is the result of a division by zero.
    pub fn is_infinite(&self) -> bool {
        matches!(self.0, Repr::Infinity { .. })
    }

    /// Whether it is below zero, or `-0`.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Int(int) => *int < 0,
            Repr::Big(big) => big.repr().sign() == dashu_int::Sign::Negative,
            Repr::NegativeZero => true,
            Repr::Infinity { negative } => *negative,
        }
    }

    /// Whether it is zero of either sign.
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Int(0) | Repr::NegativeZero)
    }

    /// `self + other`; `None` for ∞ − ∞.
    pub fn add(&self, other: &Number) -> Option<Number> {
        if let (Repr::Int(a), Repr::Int(b)) = (&self.0, &other.0)
            && let Some(sum) = a.checked_add(*b)
        {
            return Some(Number(Repr::Int(sum)));
        }
        match (self.is_infinite(), other.is_infinite()) {
            (true, true) => (self.is_negative() == other.is_negative()).then(|| self.clone()),
            (true, false) => Some(self.clone()),
            (false, true) => Some(other.clone()),
            (false, false) if self.is_zero() => {
                Some(if matches!(other.0, Repr::NegativeZero) { self.clone() } else { other.clone() })
            }
            (false, false) => {
                Some(rounded(|c| c.add(self.big().repr(), other.big().repr()).ok().map(|r| r.value()))?)
            }
        }
    }

    /// `self - other`; `None` for ∞ − ∞.
    pub fn sub(&self, other: &Number) -> Option<Number> {
        if let (Repr::Int(a), Repr::Int(b)) = (&self.0, &other.0)
            && let Some(difference) = a.checked_sub(*b)
        {
            return Some(Number(Repr::Int(difference)));
        }
        self.add(&other.neg())
    }

    /// `self * other`; `None` for 0 · ∞.
    pub fn mul(&self, other: &Number) -> Option<Number> {
        let negative = self.is_negative() != other.is_negative();
        if self.is_infinite() || other.is_infinite() {
            return (!self.is_zero() && !other.is_zero()).then_some(Number(Repr::Infinity { negative }));
        }
        if self.is_zero() || other.is_zero() {
            return Some(if negative { Number(Repr::NegativeZero) } else { Number::ZERO });
        }
        if let (Repr::Int(a), Repr::Int(b)) = (&self.0, &other.0)
            && let Some(product) = a.checked_mul(*b)
        {
            return Some(Number(Repr::Int(product)));
        }
        rounded(|c| c.mul(self.big().repr(), other.big().repr()).ok().map(|r| r.value()))
    }

    /// `self / other`; ±∞ for a division by zero, `None` for 0/0 and ∞/∞.
    pub fn div(&self, other: &Number) -> Option<Number> {
        let negative = self.is_negative() != other.is_negative();
        let zero = || if negative { Number(Repr::NegativeZero) } else { Number::ZERO };
        match (self.is_infinite(), other.is_infinite()) {
            (true, true) => return None,
            (true, false) => return Some(Number(Repr::Infinity { negative })),
            (false, true) => return Some(zero()),
            (false, false) => {}
        }
        if other.is_zero() {
            return (!self.is_zero()).then_some(Number(Repr::Infinity { negative }));
        }
        if self.is_zero() {
            return Some(zero());
        }
        if let (Repr::Int(a), Repr::Int(b)) = (&self.0, &other.0)
            && a.checked_rem(*b) == Some(0)
        {
            return Some(Number(Repr::Int(a / b)));
        }
        rounded(|c| c.div(self.big().repr(), other.big().repr()).ok().map(|r| r.value()))
    }

    /// The remainder of the division towards zero, with the sign of `self`; `x % 0` is `x`.
    pub fn rem(&self, other: &Number) -> Option<Number> {
        if let (Repr::Int(a), Repr::Int(b)) = (&self.0, &other.0) {
            return Some(Number(Repr::Int(a.checked_rem(*b).unwrap_or(if *b == 0 { *a } else { 0 }))));
        }
        if other.is_zero() || other.is_infinite() {
            return Some(self.clone());
        }
        let quotient = self.div(other)?.trunc();
        self.sub(&quotient.mul(other)?)
    }

    /// `-self`.
    #[must_use]
    pub fn neg(&self) -> Number {
        Number(match &self.0 {
            Repr::Int(0) => Repr::NegativeZero,
            Repr::NegativeZero => Repr::Int(0),
            Repr::Int(int) => match int.checked_neg() {
                Some(int) => Repr::Int(int),
                None => Repr::Big(Arc::new(-self.big())),
            },
            Repr::Big(big) => return Number::from_big(-(**big).clone()),
            Repr::Infinity { negative } => Repr::Infinity { negative: !negative },
        })
    }

    /// Without its fraction.
    #[must_use]
    pub fn trunc(&self) -> Number {
        match &self.0 {
            Repr::Big(big) if !self.is_integer() => Number::from_big(big.trunc()),
            _ => self.clone(),
        }
    }

    /// The greatest integer that is not above it.
    #[must_use]
    pub fn floor(&self) -> Number {
        match &self.0 {
            Repr::Big(big) if !self.is_integer() => Number::from_big(big.floor()),
            _ => self.clone(),
        }
    }

    /// The least integer that is not below it.
    #[must_use]
    pub fn ceil(&self) -> Number {
        match &self.0 {
            Repr::Big(big) if !self.is_integer() => Number::from_big(big.ceil()),
            _ => self.clone(),
        }
    }
}

fn rounded(compute: impl FnOnce(Context<HalfEven>) -> Option<Big>) -> Option<Number> {
    compute(Context::<HalfEven>::new(PRECISION)).map(Number::from_big)
}

impl From<i64> for Number {
    fn from(int: i64) -> Self {
        Self(Repr::Int(int))
    }
}

impl From<u64> for Number {
    fn from(int: u64) -> Self {
        i64::try_from(int).map_or_else(|_| Self::from_bigint(IBig::from(int)), Self::from)
    }
}

impl From<i32> for Number {
    fn from(int: i32) -> Self {
        Self::from(i64::from(int))
    }
}

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a number is required")]
pub struct NotANumber;

impl FromStr for Number {
    type Err = NotANumber;

    /// Reads decimal digits with an optional sign, fraction and exponent; no other form. `5.` and `.5` are taken, as
    /// conversion takes them; the syntax does not.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let part = |text: &str| text.is_empty() || digits(text);
        let has_digit = !whole.is_empty() || mantissa.contains('.') && !fraction.is_empty();
        if !has_digit
            || !part(whole)
            || !part(fraction)
            || !digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))
        {
            return Err(NotANumber);
        }
        if let Ok(int) = text.parse::<i64>() {
            return Ok(Self(if int == 0 && text.starts_with('-') {
                Repr::NegativeZero
            } else {
                Repr::Int(int)
            }));
        }
        // An exponent beyond this would be a number of megabytes; a person never means it.
        let exponent: i64 = exponent.parse().ok().filter(|e: &i64| e.abs() <= 100_000).ok_or(NotANumber)?;
        let negative = text.starts_with('-');
        let all = format!("{whole}{}", if mantissa.contains('.') { fraction } else { "" });
        let scale = exponent - if mantissa.contains('.') { fraction.len() as i64 } else { 0 };
        let significand = IBig::from_str(&all).map_err(|_| NotANumber)?;
        if significand == IBig::ZERO {
            return Ok(Self(if negative { Repr::NegativeZero } else { Repr::Int(0) }));
        }
        let significand = if negative { -significand } else { significand };
        if scale >= 0 {
            return Ok(Self::from_bigint(significand * IBig::from(10).pow(scale as usize)));
        }
        let denominator = IBig::from(10).pow(scale.unsigned_abs() as usize);
        let context = Context::<HalfEven>::new(PRECISION);
        let (n, d) = (FBig::<HalfEven, 2>::from(significand), FBig::<HalfEven, 2>::from(denominator));
        context.div(n.repr(), d.repr()).map(|r| Self::from_big(r.value())).map_err(|_| NotANumber)
    }
}

impl fmt::Display for Number {
    /// Plain decimal digits, as many as are needed to read the same number back; never an exponent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Int(int) => write!(f, "{int}"),
            Repr::NegativeZero => f.write_str("-0"),
            Repr::Infinity { negative } => f.write_str(if *negative { "-Inf" } else { "+Inf" }),
            Repr::Big(big) => f.write_str(&shortest(big)),
        }
    }
}

/// The shortest decimal that reads back as the same number.
fn shortest(big: &Big) -> String {
    let round = |digits: usize| big.clone().with_base_and_precision::<10>(digits).value();
    let reads_back = |decimal: &FBig<HalfEven, 10>| {
        let text = plain(decimal);
        text.parse::<Number>().is_ok_and(|back| back == Number(Repr::Big(Arc::new(big.clone()))))
    };
    let (mut low, mut high) = (1, DIGITS);
    while low < high {
        let middle = low.midpoint(high);
        if reads_back(&round(middle)) { high = middle } else { low = middle + 1 }
    }
    plain(&round(low))
}

/// The digits of a decimal without an exponent.
fn plain(decimal: &DBigHalfEven) -> String {
    let (digits, exponent) = (decimal.repr().significand().to_string(), decimal.repr().exponent());
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
    if exponent >= 0 {
        return format!("{sign}{digits}{}", "0".repeat(exponent as usize));
    }
    let places = exponent.unsigned_abs();
    if digits.len() > places {
        let (whole, fraction) = digits.split_at(digits.len() - places);
        format!("{sign}{whole}.{fraction}")
    } else {
        format!("{sign}0.{}{digits}", "0".repeat(places - digits.len()))
    }
}

type DBigHalfEven = FBig<HalfEven, 10>;
const _: fn(DBig) = |_| ();

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Int(a), Repr::Int(b)) => a.cmp(b),
            (Repr::Infinity { negative: a }, Repr::Infinity { negative: b }) => b.cmp(a),
            (Repr::Infinity { negative }, _) => {
                if *negative {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
            (_, Repr::Infinity { negative }) => {
                if *negative {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            _ => self.big().cmp(&other.big()),
        }
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.as_i64() {
            Some(int) => int.hash(state),
            None => self.to_f64().to_bits().hash(state),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        text.parse().expect(text)
    }

    #[test]
    fn numbers_print_as_terraform_prints_them() {
        for text in [
            "0",
            "-1",
            "0.1",
            "-0",
            "12345678901234567890123456789",
            "3.14159265358979323846264338327950288",
            "0.001",
            "9223372036854775808",
        ] {
            assert_eq!(number(text).to_string(), text);
        }
        assert_eq!(number("1e3").to_string(), "1000");
        assert_eq!((number("5.").to_string(), number("+.5e-1").to_string()), ("5".into(), "0.05".into()));
        assert_eq!(number("007").to_string(), "7");
        assert_eq!(number("1.50").to_string(), "1.5");
    }

    #[test]
    fn arithmetic_is_exact_to_512_bits() {
        assert_eq!(number("0.1").add(&number("0.2")), Some(number("0.3")));
        assert_eq!(number("18446744073709551615").add(&number("1")), Some(number("18446744073709551616")));
        let third = number("1").div(&number("3")).expect("a third").to_string();
        assert_eq!((third.len(), &third[150..]), (157, "3333335"));
        assert_eq!(number("-10").rem(&number("3")), Some(number("-1")));
        assert_eq!(number("5").rem(&number("0")), Some(number("5")));
        assert_eq!(number("1").div(&number("0")).map(|n| n.is_infinite()), Some(true));
        assert_eq!(number("0").div(&number("0")), None);
        assert_eq!(number("0").mul(&number("-1")).map(|n| n.to_string()), Some("-0".into()));
        assert_eq!(number("1.1").mul(&number("1.1")).map(|n| n.to_string().len() > 100), Some(true));
    }

    #[test]
    fn only_decimal_text_is_a_number() {
        for text in ["", "0x10", "1_000", " 1", ".", "-", "1e", "e5", ".e1", "5.0.", "--1", "inf"] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
    }
}
