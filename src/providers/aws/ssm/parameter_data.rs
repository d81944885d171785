//! Data source `aws_ssm_parameter`: the value under a name.

use crate::providers::aws::prelude::*;

/// The value under a name.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ssm_parameter")]
pub struct Parameter {
    id: Computed<String>,
    arn: Computed<String>,
    insecure_value: Computed<String>,
    name: Required<String>,
    r#type: Computed<String>,
    #[attr(sensitive)]
    value: Computed<String>,
    version: Computed<i64>,
    #[attr(default = true)]
    with_decryption: Optional<bool>,
}

impl Data<Aws> for Parameter {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let decrypt = self.with_decryption.unwrap_or(true);
        let request = aws.ssm.get_parameter().name(&self.name).with_decryption(decrypt);
        let found = request.send().await.or_gone(&["ParameterNotFound"])?;
        let Some(parameter) = found.and_then(|found| found.parameter) else {
            return Err(Error::Invalid(format!("There is no parameter `{}`.", self.name)));
        };
        let kind = parameter.r#type.map(|kind| kind.to_string()).unwrap_or_default();
        let value = parameter.value.unwrap_or_default();
        Ok(Parameter {
            id: parameter.name.clone(),
            arn: parameter.arn,
            insecure_value: Some(if kind == "SecureString" { String::new() } else { value.clone() }),
            name: parameter.name.unwrap_or(self.name),
            r#type: Some(kind),
            value: Some(value),
            version: Some(parameter.version),
            with_decryption: Some(decrypt),
        })
    }
}
