//! `aws_db_parameter_group`: settings that instances of a family have.

use super::prelude::*;
use aws_sdk_rds::types::{ApplyMethod, Parameter as AwsParameter};

/// Settings that instances of a family have.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_db_parameter_group")]
pub struct ParameterGroup {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new, default = "Managed by Terraform")]
    description: Optional<String>,
    #[attr(force_new)]
    family: Required<String>,
    #[attr(force_new, conflicts = ["name_prefix"], length = (1, 255))]
    name: Defaulted<String>,
    #[attr(force_new, conflicts = ["name"], length = (1, 229))]
    name_prefix: Defaulted<String>,
    #[attr(block)]
    parameter: Optional<Set<Parameter>>,
    #[attr(default = false)]
    skip_destroy: Optional<bool>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
}

/// One setting.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Parameter {
    #[attr(default = "immediate")]
    pub(super) apply_method: Optional<String>,
    #[attr(normalize = lower)]
    pub(super) name: Required<String>,
    pub(super) value: Required<String>,
}

/// The code of "there is no such thing".
pub(super) const GONE: &[&str] = &["DBParameterGroupNotFound", "DBParameterGroupNotFoundFault"];

/// RDS takes so many settings a call.
pub(super) const AT_ONCE: usize = 20;

impl Resource<Aws> for ParameterGroup {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .rds
            .create_db_parameter_group()
            .db_parameter_group_family(&self.family)
            .db_parameter_group_name(names::of(&self.name, &self.name_prefix))
            .set_description(self.description.clone())
            .set_tags(to_rds(&self.tags_all));
        let group = request.send().await?.db_parameter_group;
        self.id = group.and_then(|group| group.db_parameter_group_name);
        self.put(&[], aws).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.rds.describe_db_parameter_groups().db_parameter_group_name(self.id());
        let found = request.send().await.or_gone(GONE)?;
        let Some(group) = found.and_then(|found| found.db_parameter_groups?.pop()) else { return Ok(None) };
        let arn = group.db_parameter_group_arn.unwrap_or_default();
        let name = self.id.as_deref().unwrap_or_default();
        let request = aws.rds.describe_db_parameters().db_parameter_group_name(name).source("user");
        let mut set = request.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await?;
        let known = self.parameter.unwrap_or_default();
        if Parameter::lacks(&set, &known) {
            let request = aws.rds.describe_db_parameters().db_parameter_group_name(name);
            let all = request.into_paginator().items().send().collect::<Result<Vec<_>, _>>().await?;
            Parameter::add_defaults(&mut set, all, &known);
        }
        let tagged = aws.rds.list_tags_for_resource().resource_name(&arn).send().await?;
        let name = group.db_parameter_group_name.unwrap_or_default();
        Ok(Some(ParameterGroup {
            id: self.id,
            arn: Some(arn),
            description: group.description,
            family: group.db_parameter_group_family.unwrap_or_default(),
            name_prefix: Some(names::prefix_of(&name)),
            name: Some(name),
            parameter: Some(Parameter::from_aws(set, &known)),
            skip_destroy: self.skip_destroy.or(Some(false)),
            tags: self.tags,
            tags_all: from_rds(tagged.tag_list),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let before = prior.parameter.clone().unwrap_or_default();
        self.put(&before, aws).await?;
        let planned = self.parameter.clone().unwrap_or_default();
        let gone: Vec<_> = Parameter::missing(&before, &planned);
        for chunk in gone.chunks(AT_ONCE) {
            let request = aws.rds.reset_db_parameter_group().db_parameter_group_name(self.id());
            request.reset_all_parameters(false).set_parameters(Some(chunk.to_vec())).send().await?;
        }
        tag(prior.arn.as_deref().unwrap_or_default(), &prior.tags_all, &self.tags_all, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        if self.skip_destroy.unwrap_or_default() {
            return Ok(());
        }
        let held =
            |error: &Error| error.is(&["InvalidDBParameterGroupState", "InvalidDBParameterGroupStateFault"]);
        let request = || async {
            let request = aws.rds.delete_db_parameter_group().db_parameter_group_name(self.id());
            request.send().await.or_gone(GONE)
        };
        wait::retry(minutes(3), held, request).await?;
        Ok(())
    }
}

impl Parameter {
    /// Whether one of the known settings is not among those that AWS calls the user's: it may have the value that the
    /// engine has by itself.
    pub(super) fn lacks(user: &[AwsParameter], known: &Set<Parameter>) -> bool {
        known.iter().any(|known| !user.iter().any(|one| one.is(&known.name)))
    }

    /// Adds the known settings that have their value from the engine.
    pub(super) fn add_defaults(set: &mut Vec<AwsParameter>, all: Vec<AwsParameter>, known: &Set<Parameter>) {
        for mut one in all {
            let value = one.parameter_value.as_deref();
            let is_known = known.iter().any(|known| one.is(&known.name) && value == Some(&known.value));
            if is_known && !set.iter().any(|other| other.parameter_name == one.parameter_name) {
                // What the engine has by itself says nothing of how it would be applied.
                one.apply_method = None;
                set.push(one);
            }
        }
    }

    /// The settings of a read.
    pub(super) fn from_aws(user: Vec<AwsParameter>, known: &Set<Parameter>) -> Set<Parameter> {
        let parameters = user.into_iter().filter(|one| one.parameter_value.is_some()).map(|one| {
            let name = one.parameter_name.unwrap_or_default().to_lowercase();
            let said = known.iter().find(|known| known.name == name);
            let method = one.apply_method.map(|method| method.to_string()).unwrap_or_default();
            let method = match method.as_str() {
                "" => said.and_then(|said| said.apply_method.clone()).unwrap_or_else(|| "immediate".into()),
                method => method.to_owned(),
            };
            Parameter { apply_method: Some(method), name, value: one.parameter_value.unwrap_or_default() }
        });
        parameters.collect()
    }

    /// The setting in the form of RDS.
    pub(super) fn to_aws(&self) -> AwsParameter {
        AwsParameter::builder()
            .parameter_name(&self.name)
            .parameter_value(&self.value)
            .set_apply_method(self.apply_method.as_deref().map(ApplyMethod::from))
            .build()
    }

    /// The settings that are no longer planned, to be reset.
    pub(super) fn missing(before: &Set<Parameter>, planned: &Set<Parameter>) -> Vec<AwsParameter> {
        let gone = before.iter().filter(|one| !planned.iter().any(|other| other.name == one.name));
        gone.map(|one| {
            let method = one.apply_method.as_deref().map(ApplyMethod::from);
            AwsParameter::builder().parameter_name(&one.name).set_apply_method(method).build()
        })
        .collect()
    }
}

/// Whether a setting of AWS has this name.
trait Named {
    fn is(&self, name: &str) -> bool;
}

impl Named for AwsParameter {
    fn is(&self, name: &str) -> bool {
        self.parameter_name.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name))
    }
}

impl ParameterGroup {
    async fn put(&self, before: &[Parameter], aws: &Aws) -> Result<()> {
        let planned = self.parameter.iter().flat_map(|set| set.iter());
        let new: Vec<_> = planned.filter(|one| !before.contains(one)).map(Parameter::to_aws).collect();
        for chunk in new.chunks(AT_ONCE) {
            let request = aws.rds.modify_db_parameter_group().db_parameter_group_name(self.id());
            request.set_parameters(Some(chunk.to_vec())).send().await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aws(name: &str, value: &str, method: &str) -> AwsParameter {
        let builder = AwsParameter::builder().parameter_name(name).parameter_value(value);
        builder.apply_method(ApplyMethod::from(method)).build()
    }

    fn own(name: &str, value: &str) -> Parameter {
        Parameter { name: name.into(), value: value.into(), apply_method: Some("immediate".into()) }
    }

    #[test]
    fn a_setting_with_the_value_of_the_engine_is_no_difference() {
        let known: Set<Parameter> = vec![own("a", "1"), own("b", "2"), own("c", "3")].into();
        let mut set = vec![aws("a", "1", "immediate")];
        assert!(Parameter::lacks(&set, &known));
        let all =
            vec![aws("a", "1", "immediate"), aws("B", "2", "pending-reboot"), aws("c", "9", "immediate")];
        Parameter::add_defaults(&mut set, all, &known);
        let read = Parameter::from_aws(set, &known);
        assert_eq!(read.0, vec![own("a", "1"), own("b", "2")]);
    }
}
