//! `null_resource`: nothing, made anew when its triggers change; a place for provisioners.

use std::collections::BTreeMap;

use rand::Rng;

use super::Null;
use crate::{
    providers::{Resource, Result},
    schema::{Computed, Optional, Schema},
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "null_resource")]
pub struct NullResource {
    id: Computed<String>,
    #[attr(force_new)]
    triggers: Optional<BTreeMap<String, String>>,
}

impl Resource<Null> for NullResource {
    async fn create(&mut self, _: &Null) -> Result<()> {
        self.id = Some(rand::rng().random_range(1..i64::MAX).to_string());
        Ok(())
    }

    async fn read(self, _: &Null) -> Result<Option<Self>> {
        Ok(Some(self))
    }

    async fn update(&mut self, _: &Self, _: &Null) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, _: &Null) -> Result<()> {
        Ok(())
    }
}
