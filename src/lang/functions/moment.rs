//! Moments in RFC 3339 with their offset, and durations as Go writes them.

use jiff::{
    SignedDuration,
    civil::{DateTime, date},
};

/// A moment as it is written: local time and the offset from UTC.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub local: DateTime,
    /// Minutes east of UTC.
    pub offset: i32,
}

impl Moment {
    /// Reads RFC 3339; says what is wrong with any other text.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::read(text).ok_or_else(|| {
            format!("{text:?} is not a valid RFC3339 timestamp; it must look like 2006-01-02T15:04:05Z or 2006-01-02T15:04:05+07:00")
        })
    }

    fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let digits = |from: usize, to: usize| -> Option<i16> {
            let part = text.get(from..to)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
        };
        let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
        if !separators.iter().all(|(at, separator)| bytes.get(*at) == Some(separator)) {
            return None;
        }
        let rest = text.get(19..)?;
        let (nanosecond, zone) = match rest.strip_prefix(['.', ',']) {
            Some(fraction) => {
                let end = fraction.bytes().take_while(u8::is_ascii_digit).count();
                let (fraction, zone) = fraction.split_at(end);
                let nine: String = fraction.chars().chain("000000000".chars()).take(9).collect();
                (nine.parse().ok().filter(|_| end > 0)?, zone)
            }
            None => (0, rest),
        };
        let offset = match zone {
            "Z" => 0,
            _ => {
                let sign = match zone.as_bytes() {
                    [b'+', _, _, b':', _, _] => 1,
                    [b'-', _, _, b':', _, _] => -1,
                    _ => return None,
                };
                let part = |part: &str| {
                    part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i32>().ok())?
                };
                let (hours, minutes) = (part(&zone[1..3])?, part(&zone[4..6])?);
                (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))?
            }
        };
        let small = |from: usize| digits(from, from + 2).and_then(|n| i8::try_from(n).ok());
        let second = small(17).filter(|second| *second < 60)?;
        let local =
            DateTime::new(digits(0, 4)?, small(5)?, small(8)?, small(11)?, small(14)?, second, nanosecond);
        Some(Self { local: local.ok()?, offset })
    }

    /// The time since 1970 in UTC.
    pub fn since_epoch(self) -> SignedDuration {
        let epoch = date(1970, 1, 1).at(0, 0, 0, 0);
        self.local.duration_since(epoch) - SignedDuration::from_mins(i64::from(self.offset))
    }

    /// The moment this much later, with the same offset; `None` if that is beyond the calendar.
    pub fn later(self, by: SignedDuration) -> Option<Self> {
        Some(Self { local: self.local.checked_add(by).ok()?, offset: self.offset })
    }

    /// RFC 3339 to the second.
    pub fn rfc3339(self) -> String {
        format!("{}{}", self.local.strftime("%Y-%m-%dT%H:%M:%S"), self.zone(":", "Z"))
    }

    /// The offset, `zero` if there is none.
    pub fn zone(self, separator: &str, zero: &str) -> String {
        if self.offset == 0 && !zero.is_empty() {
            return zero.to_owned();
        }
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs();
        format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
    }
}

/// Reads a duration like `-1h30m` or `1.5s`; `None` if it is something else.
pub(super) fn duration(text: &str) -> Option<SignedDuration> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned == "0" {
        return Some(SignedDuration::ZERO);
    }
    if unsigned.is_empty() {
        return None;
    }
    let mut nanoseconds: i128 = 0;
    let mut rest = unsigned;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let scale: i128 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return None;
        }
        let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        nanoseconds = nanoseconds.checked_add(whole.checked_mul(scale)?)?;
        // Below a nanosecond nothing counts.
        let fraction: String = fraction.chars().take(18).collect();
        if !fraction.is_empty() {
            nanoseconds += fraction.parse::<i128>().ok()? * scale / 10i128.pow(fraction.len() as u32);
        }
        rest = after;
    }
    let nanoseconds = i64::try_from(if text.starts_with('-') { -nanoseconds } else { nanoseconds }).ok()?;
    Some(SignedDuration::from_nanos(nanoseconds))
}
