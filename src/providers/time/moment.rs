//! A moment in UTC to the second: how it is written, and sums with Go's rules of the calendar.

use jiff::{SignedDuration, Span, Timestamp, Zoned, civil, tz::TimeZone};

use super::prelude::*;

/// A moment in UTC, to the second.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(Zoned);

/// How far a moment is moved; absent parts are zero.
#[derive(Debug, Default, Clone, Copy)]
pub struct Offset {
    pub years: i64,
    pub months: i64,
    pub days: i64,
    pub hours: i64,
    pub minutes: i64,
    pub seconds: i64,
}

impl Moment {
    /// This very second.
    pub fn now() -> Self {
        Self(Timestamp::now().to_zoned(TimeZone::UTC))
    }

    /// Reads RFC 3339.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the text is something else.
    pub fn parse(text: &str) -> Result<Self> {
        let timestamp = text.parse::<Timestamp>().map_err(|_| {
            Error::Invalid(format!("`{text}` is no time of RFC 3339, such as 2020-02-12T06:36:13Z."))
        })?;
        Ok(Self(timestamp.to_zoned(TimeZone::UTC)))
    }

    /// As RFC 3339: `2020-02-12T06:36:13Z`.
    pub fn rfc3339(&self) -> String {
        self.0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// The seconds since the start of 1970.
    pub fn unix(&self) -> i64 {
        self.0.timestamp().as_second()
    }

    /// Year, month, day, hour, minute and second, by the names of their attributes.
    pub fn parts(&self) -> [(&'static str, i64); 6] {
        let zoned = &self.0;
        [
            ("year", zoned.year().into()),
            ("month", zoned.month().into()),
            ("day", zoned.day().into()),
            ("hour", zoned.hour().into()),
            ("minute", zoned.minute().into()),
            ("second", zoned.second().into()),
        ]
    }

    /// The moment that is `offset` later. A day that the month does not have runs on into the next month: a month
    /// after January 31st is March 2nd or 3rd.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the sum is out of range.
    pub fn plus(&self, offset: Offset) -> Result<Self> {
        let sum = || {
            let date = self.0.date();
            let months =
                i64::from(date.year()) * 12 + i64::from(date.month()) - 1 + offset.years * 12 + offset.months;
            let first = civil::Date::new(
                months.div_euclid(12).try_into().ok()?,
                (months.rem_euclid(12) + 1).try_into().ok()?,
                1,
            )
            .ok()?;
            let days = i64::from(date.day()) - 1 + offset.days;
            let date = first.checked_add(Span::new().try_days(days).ok()?).ok()?;
            let start = date.to_datetime(self.0.time()).to_zoned(TimeZone::UTC).ok()?;
            let seconds = offset.hours.checked_mul(3600)? + offset.minutes.checked_mul(60)? + offset.seconds;
            Some(Self(start.checked_add(SignedDuration::from_secs(seconds)).ok()?))
        };
        sum().ok_or_else(|| Error::Invalid(format!("The offset from {} is out of range.", self.rfc3339())))
    }
}

/// The attribute of a plan that holds a moment, if it is known and well written.
pub fn planned(plan: &Refine<'_>, name: &str) -> Option<Moment> {
    Moment::parse(plan.planned(name).as_str()?).ok()
}

/// Plans the parts of a known moment, or that all of them become known after apply.
pub fn plan_parts(plan: &mut Refine<'_>, moment: Option<&Moment>) {
    match moment {
        Some(moment) => {
            moment.parts().into_iter().for_each(|(name, value)| plan.set(name, value.into()));
            plan.set("unix", moment.unix().into());
        }
        None => ["year", "month", "day", "hour", "minute", "second", "unix"]
            .into_iter()
            .for_each(|name| plan.set_unknown(name, Type::Number)),
    }
}

/// The offset that the attributes `PREFIX_years` to `PREFIX_seconds` of a plan say; `None` if one is unknown.
pub fn planned_offset(plan: &Refine<'_>, prefix: &str) -> Option<Offset> {
    let part = |unit: &str| {
        let value = plan.planned(&format!("{prefix}_{unit}"));
        let number = value.as_number().and_then(|number| number.as_i64());
        value.is_known().then(|| number.unwrap_or_default())
    };
    Some(Offset {
        years: part("years")?,
        months: part("months")?,
        days: part("days")?,
        hours: part("hours")?,
        minutes: part("minutes")?,
        seconds: part("seconds")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_follow_gos_calendar() {
        let days = |days| Offset { days, ..Offset::default() };
        let months = |months| Offset { months, ..Offset::default() };
        let table = [
            ("2020-01-31T10:00:00Z", months(1), "2020-03-02T10:00:00Z"),
            ("2021-01-31T10:00:00Z", months(1), "2021-03-03T10:00:00Z"),
            ("2020-02-29T10:00:00Z", Offset { years: 1, ..Offset::default() }, "2021-03-01T10:00:00Z"),
            ("2020-01-15T10:00:00Z", months(-1), "2019-12-15T10:00:00Z"),
            (
                "2020-02-28T23:00:00Z",
                Offset { hours: 1, minutes: 59, seconds: 60, ..days(0) },
                "2020-02-29T01:00:00Z",
            ),
            ("2020-02-12T06:36:13Z", days(7), "2020-02-19T06:36:13Z"),
        ];
        for (base, offset, sum) in table {
            let moment = Moment::parse(base).expect("a moment").plus(offset).expect("a sum");
            assert_eq!(moment.rfc3339(), sum, "{base} + {offset:?}");
        }
    }

    #[test]
    fn a_moment_of_another_zone_is_told_in_utc() {
        assert_eq!(Moment::parse("2020-02-12T06:36:13+02:00").expect("a moment").unix(), 1_581_482_173);
        assert!(Moment::parse("2020-02-12").is_err());
    }
}
