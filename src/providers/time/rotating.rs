//! `time_rotating`: a moment that is forgotten after a while, so that what depends on it is made anew.

use super::{moment, prelude::*};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "time_rotating")]
pub struct Rotating {
    id: Computed<String>,
    day: Computed<i64>,
    hour: Computed<i64>,
    minute: Computed<i64>,
    month: Computed<i64>,
    #[attr(force_new)]
    rfc3339: Defaulted<String>,
    rotation_days: Optional<i64>,
    rotation_hours: Optional<i64>,
    rotation_minutes: Optional<i64>,
    rotation_months: Optional<i64>,
    rotation_rfc3339: Defaulted<String>,
    rotation_years: Optional<i64>,
    second: Computed<i64>,
    #[attr(force_new)]
    triggers: Optional<Triggers>,
    unix: Computed<i64>,
    year: Computed<i64>,
}

/// The attributes that say after which time it rotates, beside `rotation_rfc3339`.
const ROTATIONS: [&str; 5] =
    ["rotation_days", "rotation_hours", "rotation_minutes", "rotation_months", "rotation_years"];

impl Resource<Time> for Rotating {
    async fn create(&mut self, _: &Time) -> Result<()> {
        let base = self.rfc3339.as_deref().map_or_else(|| Ok(Moment::now()), Moment::parse)?;
        self.rfc3339.get_or_insert_with(|| base.rfc3339());
        self.id = Some(base.rfc3339());
        self.fill()
    }

    /// It is gone when its time is over.
    async fn read(self, _: &Time) -> Result<Option<Self>> {
        let over = match self.rotation_rfc3339.as_deref().filter(|text| !text.is_empty()) {
            Some(text) => Moment::parse(text)? < Moment::now(),
            None => false,
        };
        Ok((!over).then_some(self))
    }

    async fn update(&mut self, _: &Self, _: &Time) -> Result<()> {
        self.fill()
    }

    async fn delete(&mut self, _: &Time) -> Result<()> {
        Ok(())
    }

    /// When another rotation is configured, its end is known if the base is.
    fn refine(plan: &mut Refine<'_>) {
        if !plan.config("rotation_rfc3339").is_null() || !ROTATIONS.iter().any(|name| plan.is_changed(name)) {
            return;
        }
        let (base, offset) = (moment::planned(plan, "rfc3339"), moment::planned_offset(plan, "rotation"));
        let end = base.zip(offset).and_then(|(base, offset)| base.plus(offset).ok());
        let text = end.map_or_else(|| Value::unknown(Type::String), |end| end.rfc3339().into());
        plan.set("rotation_rfc3339", text);
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let is_set = |name: &str| config.get(name).is_some_and(|value| !value.is_null());
        if is_set("rotation_rfc3339") || ROTATIONS.into_iter().any(is_set) {
            return Vec::new();
        }
        vec![("rotation_days", "One of the `rotation_…` attributes has to be set.".into())]
    }

    /// The import id is `BASE,YEARS,MONTHS,DAYS,HOURS,MINUTES` or `BASE,END`.
    fn import(id: &str) -> Result<Self> {
        let wrong = || {
            Error::Invalid(format!(
                "`{id}` is no id of a time_rotating. It is `BASE,YEARS,MONTHS,DAYS,HOURS,MINUTES`, with BASE in RFC \
                 3339 and 0 for what is not set, or `BASE,END`."
            ))
        };
        let parts: Vec<&str> = id.split(',').collect();
        let number =
            |text: &str| text.parse::<i64>().map_err(|_| wrong()).map(|n| Some(n).filter(|n| *n != 0));
        let mut this = match parts[..] {
            [base, end] => Self {
                rfc3339: Some(base.into()),
                rotation_rfc3339: Some(Moment::parse(end)?.rfc3339()),
                ..Self::default()
            },
            [base, years, months, days, hours, minutes] => Self {
                rfc3339: Some(base.into()),
                rotation_years: number(years)?,
                rotation_months: number(months)?,
                rotation_days: number(days)?,
                rotation_hours: number(hours)?,
                rotation_minutes: number(minutes)?,
                ..Self::default()
            },
            _ => return Err(wrong()),
        };
        this.id = this.rfc3339.clone();
        this.fill()?;
        Ok(this)
    }
}

impl Rotating {
    /// Sets the parts of the base and, unless the configuration says it, the end.
    fn fill(&mut self) -> Result<()> {
        let base = Moment::parse(self.rfc3339.as_deref().unwrap_or_default())?;
        let offset = moment::Offset {
            years: self.rotation_years.unwrap_or(0),
            months: self.rotation_months.unwrap_or(0),
            days: self.rotation_days.unwrap_or(0),
            hours: self.rotation_hours.unwrap_or(0),
            minutes: self.rotation_minutes.unwrap_or(0),
            seconds: 0,
        };
        let rotates = [
            self.rotation_years,
            self.rotation_months,
            self.rotation_days,
            self.rotation_hours,
            self.rotation_minutes,
        ];
        if rotates.iter().any(Option::is_some) {
            self.rotation_rfc3339 = Some(base.plus(offset)?.rfc3339());
        }
        [self.year, self.month, self.day, self.hour, self.minute, self.second] =
            base.parts().map(|(_, value)| Some(value));
        self.unix = Some(base.unix());
        Ok(())
    }
}
