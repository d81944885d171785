//! `null_data_source`: its inputs as outputs.

use std::collections::BTreeMap;

use rand::Rng;

use super::Null;
use crate::{
    providers::{Data, Result},
    schema::{Computed, Defaulted, Optional, Schema},
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "null_data_source")]
pub struct NullDataSource {
    id: Computed<String>,
    has_computed_default: Defaulted<String>,
    inputs: Optional<BTreeMap<String, String>>,
    outputs: Computed<BTreeMap<String, String>>,
    random: Computed<String>,
}

impl Data<Null> for NullDataSource {
    async fn read(self, _: &Null) -> Result<Self> {
        Ok(Self {
            id: Some("static".into()),
            has_computed_default: self.has_computed_default.or(Some("default".into())),
            outputs: self.inputs.clone(),
            inputs: self.inputs,
            random: Some(rand::rng().random_range(1..i64::MAX).to_string()),
        })
    }
}
