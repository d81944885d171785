//! `random_uuid`: a UUID of version 4.

use super::prelude::*;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "random_uuid")]
pub struct Uuid {
    id: Computed<String>,
    #[attr(force_new)]
    keepers: Optional<Keepers>,
    result: Computed<String>,
}

impl Generated for Uuid {
    fn draw(&mut self) -> Result<()> {
        self.keep(uuid::Uuid::new_v4());
        Ok(())
    }

    fn import(id: &str) -> Result<Self> {
        let uuid = uuid::Uuid::try_parse(id).map_err(|_| Error::Invalid(format!("`{id}` is no UUID.")))?;
        let mut this = Self::default();
        this.keep(uuid);
        Ok(this)
    }
}

impl Uuid {
    fn keep(&mut self, uuid: uuid::Uuid) {
        self.id = Some(uuid.to_string());
        self.result = self.id.clone();
    }
}
