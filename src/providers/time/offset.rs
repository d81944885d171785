//! `time_offset`: a moment so and so long after another.

use super::{moment, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "time_offset")]
pub struct Offset {
    id: Computed<String>,
    #[attr(force_new)]
    base_rfc3339: Defaulted<String>,
    day: Computed<i64>,
    hour: Computed<i64>,
    minute: Computed<i64>,
    month: Computed<i64>,
    offset_days: Optional<i64>,
    offset_hours: Optional<i64>,
    offset_minutes: Optional<i64>,
    offset_months: Optional<i64>,
    offset_seconds: Optional<i64>,
    offset_years: Optional<i64>,
    rfc3339: Computed<String>,
    second: Computed<i64>,
    #[attr(force_new)]
    triggers: Optional<Triggers>,
    unix: Computed<i64>,
    year: Computed<i64>,
}

/// The attributes that move the moment; one of them has to be set.
const OFFSETS: [&str; 6] =
    ["offset_days", "offset_hours", "offset_minutes", "offset_months", "offset_seconds", "offset_years"];

impl Resource<Time> for Offset {
    async fn create(&mut self, _: &Time) -> Result<()> {
        let base = self.base_rfc3339.get_or_insert_with(|| Moment::now().rfc3339()).clone();
        self.id = Some(base);
        self.fill()
    }

    async fn read(self, _: &Time) -> Result<Option<Self>> {
        Ok(Some(self))
    }

    async fn update(&mut self, _: &Self, _: &Time) -> Result<()> {
        self.fill()
    }

    async fn delete(&mut self, _: &Time) -> Result<()> {
        Ok(())
    }

    /// What a changed offset makes of a known base is known already.
    fn refine(plan: &mut Refine<'_>) {
        if !OFFSETS.iter().any(|name| plan.is_changed(name)) {
            return;
        }
        let (base, offset) = (moment::planned(plan, "base_rfc3339"), moment::planned_offset(plan, "offset"));
        let sum = base.zip(offset).and_then(|(base, offset)| base.plus(offset).ok());
        moment::plan_parts(plan, sum.as_ref());
        let text = sum.map_or_else(|| Value::unknown(Type::String), |sum| sum.rfc3339().into());
        plan.set("rfc3339", text);
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let set = OFFSETS.iter().any(|name| config.get(*name).is_some_and(|value| !value.is_null()));
        if set {
            Vec::new()
        } else {
            vec![("offset_days", "One of the `offset_…` attributes has to be set.".into())]
        }
    }

    /// The import id is `BASE,YEARS,MONTHS,DAYS,HOURS,MINUTES,SECONDS` or `BASE,RESULT`.
    fn import(id: &str) -> Result<Self> {
        let wrong = || {
            Error::Invalid(format!(
                "`{id}` is no id of a time_offset. It is `BASE,YEARS,MONTHS,DAYS,HOURS,MINUTES,SECONDS`, with BASE \
                 in RFC 3339 and 0 for what is not set, or `BASE,RESULT`."
            ))
        };
        let parts: Vec<&str> = id.split(',').collect();
        let number =
            |text: &str| text.parse::<i64>().map_err(|_| wrong()).map(|n| Some(n).filter(|n| *n != 0));
        let mut this = match parts[..] {
            [base, result] => {
                let seconds = Moment::parse(result)?.unix() - Moment::parse(base)?.unix();
                Self { base_rfc3339: Some(base.into()), offset_seconds: Some(seconds), ..Self::default() }
            }
            [base, years, months, days, hours, minutes, seconds] => Self {
                base_rfc3339: Some(base.into()),
                offset_years: number(years)?,
                offset_months: number(months)?,
                offset_days: number(days)?,
                offset_hours: number(hours)?,
                offset_minutes: number(minutes)?,
                offset_seconds: number(seconds)?,
                ..Self::default()
            },
            _ => return Err(wrong()),
        };
        this.id = this.base_rfc3339.clone();
        this.fill()?;
        Ok(this)
    }
}

impl Offset {
    /// Sets the moment from the base and the offset.
    fn fill(&mut self) -> Result<()> {
        let base = Moment::parse(self.base_rfc3339.as_deref().unwrap_or_default())?;
        let sum = base.plus(moment::Offset {
            years: self.offset_years.unwrap_or(0),
            months: self.offset_months.unwrap_or(0),
            days: self.offset_days.unwrap_or(0),
            hours: self.offset_hours.unwrap_or(0),
            minutes: self.offset_minutes.unwrap_or(0),
            seconds: self.offset_seconds.unwrap_or(0),
        })?;
        [self.year, self.month, self.day, self.hour, self.minute, self.second] =
            sum.parts().map(|(_, value)| Some(value));
        self.unix = Some(sum.unix());
        self.rfc3339 = Some(sum.rfc3339());
        Ok(())
    }
}
