//! Data source `aws_ssm_parameters_by_path`: the values under all names that begin with a path.

use crate::providers::aws::prelude::*;

/// The values under all names that begin with a path.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ssm_parameters_by_path")]
pub struct ParametersByPath {
    id: Computed<String>,
    arns: Computed<Vec<String>>,
    names: Computed<Vec<String>>,
    path: Required<String>,
    #[attr(default = false)]
    recursive: Optional<bool>,
    types: Computed<Vec<String>>,
    #[attr(sensitive)]
    values: Computed<Vec<String>>,
    #[attr(default = true)]
    with_decryption: Optional<bool>,
}

impl Data<Aws> for ParametersByPath {
    async fn read(mut self, aws: &Aws) -> Result<Self> {
        let request = aws
            .ssm
            .get_parameters_by_path()
            .path(&self.path)
            .recursive(self.recursive.unwrap_or_default())
            .with_decryption(self.with_decryption.unwrap_or(true));
        let mut pages = request.into_paginator().send();
        let (mut arns, mut names, mut types, mut values) = (vec![], vec![], vec![], vec![]);
        while let Some(page) = pages.next().await {
            for parameter in page?.parameters.unwrap_or_default() {
                arns.push(parameter.arn.unwrap_or_default());
                names.push(parameter.name.unwrap_or_default());
                types.push(parameter.r#type.map(|kind| kind.to_string()).unwrap_or_default());
                values.push(parameter.value.unwrap_or_default());
            }
        }
        self.id = Some(self.path.clone());
        Ok(Self { arns: Some(arns), names: Some(names), types: Some(types), values: Some(values), ..self })
    }
}
