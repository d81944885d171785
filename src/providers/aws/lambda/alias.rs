//! `aws_lambda_alias`: a name that leads to a version of a function, or to two of them.

use std::collections::BTreeMap;

use super::function::{GONE, invoke_arn};
use crate::providers::aws::prelude::*;
use aws_sdk_lambda::types::AliasRoutingConfiguration;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_lambda_alias")]
pub struct Alias {
    id: Computed<String>,
    arn: Computed<String>,
    description: Optional<String>,
    #[attr(force_new, equal = same_function)]
    function_name: Required<String>,
    function_version: Required<String>,
    invoke_arn: Computed<String>,
    #[attr(force_new)]
    name: Required<String>,
    #[attr(block, max_items = 1)]
    routing_config: Optional<Vec<Routing>>,
}

/// Other versions that get a share of the calls.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Routing {
    additional_version_weights: Optional<BTreeMap<String, f64>>,
}

impl Resource<Aws> for Alias {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .lambda
            .create_alias()
            .function_name(&self.function_name)
            .function_version(&self.function_version)
            .name(&self.name)
            .description(self.description.clone().unwrap_or_default())
            .routing_config(self.routing());
        self.id = request.send().await?.alias_arn;
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.lambda.get_alias().function_name(&self.function_name).name(&self.name);
        let Some(found) = request.send().await.or_gone(GONE)? else { return Ok(None) };
        let arn = found.alias_arn.unwrap_or_default();
        let weights = found.routing_config.and_then(|routing| routing.additional_version_weights);
        let weights = weights
            .filter(|weights| !weights.is_empty())
            .map(|weights| Routing { additional_version_weights: Some(weights.into_iter().collect()) });
        Ok(Some(Alias {
            id: Some(arn.clone()),
            description: Some(found.description.unwrap_or_default()),
            function_name: self.function_name,
            function_version: found.function_version.unwrap_or_default(),
            invoke_arn: Some(invoke_arn(&arn, aws)),
            arn: Some(arn),
            name: found.name.unwrap_or(self.name),
            routing_config: Some(weights.into_iter().collect()),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.id = prior.id.clone();
        let request = aws
            .lambda
            .update_alias()
            .function_name(&self.function_name)
            .name(&self.name)
            .function_version(&self.function_version)
            .description(self.description.clone().unwrap_or_default())
            .routing_config(self.routing());
        let busy = |error: &Error| error.is(&["ResourceConflictException"]);
        wait::retry(minutes(2), busy, || async { Ok(request.clone().send().await?) }).await?;
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.lambda.delete_alias().function_name(&self.function_name).name(&self.name);
        request.send().await.or_gone(GONE)?;
        Ok(())
    }

    /// By the name of the function and the name of the alias, with a slash between them.
    fn import(id: &str) -> Result<Self> {
        match id.rsplit_once('/') {
            Some((function, name)) if !function.is_empty() && !name.is_empty() => Ok(Self {
                id: Some(id.to_owned()),
                function_name: function.to_owned(),
                name: name.to_owned(),
                ..Self::default()
            }),
            _ => Err(Error::Invalid(format!("{id:?} is no FUNCTION-NAME/ALIAS, such as backup/live."))),
        }
    }
}

impl Alias {
    /// Without other versions it is empty and not left out: what a call leaves out, Lambda keeps.
    fn routing(&self) -> AliasRoutingConfiguration {
        let block = self.routing_config.iter().flatten().next();
        let weights = block.and_then(|block| block.additional_version_weights.clone()).unwrap_or_default();
        AliasRoutingConfiguration::builder()
            .set_additional_version_weights(Some(weights.into_iter().collect()))
            .build()
    }
}

/// For `#[attr(equal = …)]`: whether two texts, names or ARNs, name the same function.
pub fn same_function(a: &Value, b: &Value) -> bool {
    let name = |value: &Value| value.as_str().map(|text| name_of(text).to_owned());
    matches!((name(a), name(b)), (Some(a), Some(b)) if a == b)
}

/// The name of a function in its ARN, with its qualifier if it has one; other text is a name already.
fn name_of(text: &str) -> &str {
    if !text.starts_with("arn:") {
        return text;
    }
    // arn:aws:lambda:REGION:ACCOUNT:function:NAME:QUALIFIER
    text.splitn(7, ':').nth(6).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_an_arn_are_the_same_function() {
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:fn";
        for (a, b, same) in [
            ("fn", arn, true),
            (arn, arn, true),
            ("fn", "other", false),
            ("fn:live", "arn:aws:lambda:eu-west-1:123456789012:function:fn:live", true),
            ("fn", "arn:aws:lambda:eu-west-1:123456789012:function:fn:live", false),
        ] {
            assert_eq!(same_function(&a.into(), &b.into()), same, "{a} and {b}");
        }
    }

    #[test]
    fn an_import_id_has_two_parts() {
        let alias = Alias::import("fn/live").unwrap();
        assert_eq!((alias.function_name.as_str(), alias.name.as_str()), ("fn", "live"));
        assert!(Alias::import("fn").is_err());
        assert!(Alias::import("/live").is_err());
    }
}
