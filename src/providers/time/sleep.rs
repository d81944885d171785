//! `time_sleep`: a pause when it is made, and another when it is deleted.

use super::prelude::*;
use crate::schema::parse_duration;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "time_sleep")]
pub struct Sleep {
    id: Computed<String>,
    create_duration: Optional<String>,
    destroy_duration: Optional<String>,
    #[attr(force_new)]
    triggers: Optional<Triggers>,
}

impl Resource<Time> for Sleep {
    async fn create(&mut self, _: &Time) -> Result<()> {
        pause(&self.create_duration).await?;
        self.id = Some(Moment::now().rfc3339());
        Ok(())
    }

    async fn read(self, _: &Time) -> Result<Option<Self>> {
        Ok(Some(self))
    }

    async fn update(&mut self, _: &Self, _: &Time) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, _: &Time) -> Result<()> {
        pause(&self.destroy_duration).await
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let names = ["create_duration", "destroy_duration"];
        if names.iter().all(|name| config.get(*name).is_none_or(Value::is_null)) {
            return vec![("create_duration", "Set it, or `destroy_duration`, or both.".into())];
        }
        let wrong = |name: &&'static str| {
            let text = config.get(*name)?.as_str()?;
            parse_duration(text).is_none().then(|| (*name, not_a_duration(text)))
        };
        names.iter().filter_map(wrong).collect()
    }

    /// The import id is `CREATE,DESTROY`; either may be empty.
    fn import(id: &str) -> Result<Self> {
        let (create, destroy) = id.split_once(',').ok_or_else(|| {
            Error::Invalid(format!(
                "`{id}` is no id of a time_sleep. It is `CREATE_DURATION,DESTROY_DURATION`."
            ))
        })?;
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Ok(Self {
            id: Some(Moment::now().rfc3339()),
            create_duration: some(create),
            destroy_duration: some(destroy),
            triggers: None,
        })
    }
}

async fn pause(duration: &Option<String>) -> Result<()> {
    let Some(text) = duration.as_deref().filter(|text| !text.is_empty()) else { return Ok(()) };
    let duration = parse_duration(text).ok_or_else(|| Error::Invalid(not_a_duration(text)))?;
    tokio::time::sleep(duration).await;
    Ok(())
}

fn not_a_duration(text: &str) -> String {
    format!("`{text}` is no duration, such as `30s`, `5m` or `1h30m`.")
}
