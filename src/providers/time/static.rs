//! `time_static`: the moment at which it was made, or one that the configuration says.

use super::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "time_static")]
pub struct Static {
    id: Computed<String>,
    day: Computed<i64>,
    hour: Computed<i64>,
    minute: Computed<i64>,
    month: Computed<i64>,
    #[attr(force_new)]
    rfc3339: Defaulted<String>,
    second: Computed<i64>,
    #[attr(force_new)]
    triggers: Optional<Triggers>,
    unix: Computed<i64>,
    year: Computed<i64>,
}

impl Resource<Time> for Static {
    async fn create(&mut self, _: &Time) -> Result<()> {
        let moment = self.rfc3339.as_deref().map_or_else(|| Ok(Moment::now()), Moment::parse)?;
        self.keep(&moment);
        Ok(())
    }

    async fn read(self, _: &Time) -> Result<Option<Self>> {
        Ok(Some(self))
    }

    async fn update(&mut self, _: &Self, _: &Time) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, _: &Time) -> Result<()> {
        Ok(())
    }

    /// The import id is the moment.
    fn import(id: &str) -> Result<Self> {
        let mut this = Self::default();
        this.keep(&Moment::parse(id)?);
        Ok(this)
    }
}

impl Static {
    fn keep(&mut self, moment: &Moment) {
        let [year, month, day, hour, minute, second] = moment.parts().map(|(_, value)| Some(value));
        *self = Self {
            id: Some(moment.rfc3339()),
            rfc3339: self.rfc3339.take().or_else(|| Some(moment.rfc3339())),
            triggers: self.triggers.take(),
            unix: Some(moment.unix()),
            year,
            month,
            day,
            hour,
            minute,
            second,
        };
    }
}
