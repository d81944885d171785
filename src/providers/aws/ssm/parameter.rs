//! `aws_ssm_parameter`: a value under a name, plain or encrypted.

use crate::{lang::value::Type, providers::aws::prelude::*};
use aws_sdk_ssm::types::{
    ParameterMetadata, ParameterStringFilter, ParameterTier, ParameterType, ResourceTypeForTagging, Tag,
};

/// A value under a name, plain or encrypted.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_ssm_parameter")]
pub struct Parameter {
    id: Computed<String>,
    #[attr(length = (0, 1024))]
    allowed_pattern: Optional<String>,
    arn: Defaulted<String>,
    #[attr(force_new, one_of = ["aws:ec2:image", "aws:ssm:integration", "text"])]
    data_type: Defaulted<String>,
    #[attr(length = (0, 1024))]
    description: Optional<String>,
    has_value_wo: Computed<bool>,
    #[attr(exactly_one_of = ["insecure_value", "value", "value_wo"])]
    insecure_value: Defaulted<String>,
    key_id: Defaulted<String>,
    #[attr(force_new, length = (1, 2048))]
    name: Required<String>,
    overwrite: Optional<bool>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(one_of = ["Standard", "Advanced", "Intelligent-Tiering"], equal = same_tier)]
    tier: Defaulted<String>,
    #[attr(one_of = ["String", "StringList", "SecureString"])]
    r#type: Required<String>,
    #[attr(sensitive, exactly_one_of = ["insecure_value", "value", "value_wo"])]
    value: Defaulted<String>,
    #[attr(sensitive, write_only, exactly_one_of = ["insecure_value", "value", "value_wo"], required_with = ["value_wo_version"])]
    value_wo: Optional<String>,
    #[attr(required_with = ["value_wo"])]
    value_wo_version: Optional<i64>,
    version: Computed<i64>,
}

/// With `Intelligent-Tiering` AWS picks the tier: whichever it is, nothing is to change.
fn same_tier(a: &Value, b: &Value) -> bool {
    a == b || [a, b].iter().any(|tier| tier.as_str() == Some("Intelligent-Tiering"))
}

impl Resource<Aws> for Parameter {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.put(self.overwrite.unwrap_or_default(), true, aws).await?;
        self.id = Some(self.name.clone());
        self.has_value_wo = self.value_wo.as_ref().map(|_| true);
        if self.overwrite.unwrap_or_default() {
            self.tag(&None, aws).await?; // a call that may overwrite cannot tag
        }
        wait::until("the parameter", minutes(2), || async {
            let visible = metadata(self.id(), aws).await?.is_some();
            Ok(if visible { Progress::Ready(()) } else { Progress::Pending("not visible".into()) })
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.ssm.get_parameter().name(self.id()).with_decryption(true);
        let found = request.send().await.or_gone(&["ParameterNotFound"])?;
        let Some(parameter) = found.and_then(|found| found.parameter) else { return Ok(None) };
        let tags = async {
            let request = aws.ssm.list_tags_for_resource().resource_id(self.id());
            request.resource_type(ResourceTypeForTagging::Parameter).send().await.map_err(Error::from)
        };
        let (about, tagged) = tokio::try_join!(metadata(self.id(), aws), tags)?;
        let Some(about) = about else { return Ok(None) };
        let kind = parameter.r#type.map(|kind| kind.to_string()).unwrap_or_default();
        let text = |value: &Option<String>| value.as_ref().is_some_and(|text| !text.is_empty());
        let (value, insecure_value) = match () {
            () if self.has_value_wo.unwrap_or_default() => (Some(String::new()), self.insecure_value.clone()),
            () if text(&self.insecure_value) && kind != "SecureString" && !text(&self.value) => {
                (self.value.clone(), parameter.value)
            }
            () => (parameter.value, self.insecure_value.clone()),
        };
        Ok(Some(Parameter {
            allowed_pattern: Some(about.allowed_pattern.unwrap_or_default()),
            arn: parameter.arn,
            data_type: parameter.data_type,
            description: Some(about.description.unwrap_or_default()),
            has_value_wo: self.has_value_wo,
            insecure_value,
            key_id: Some(about.key_id.unwrap_or_default()),
            name: parameter.name.unwrap_or_default(),
            overwrite: self.overwrite,
            tags: self.tags,
            tags_all: tags::from_pairs(tagged.tag_list.into_iter().flatten().map(|tag| (tag.key, tag.value))),
            tier: Some(about.tier.map_or_else(|| "Standard".into(), |tier| tier.to_string())),
            r#type: kind,
            value,
            value_wo: None,
            value_wo_version: self.value_wo_version,
            version: Some(parameter.version),
            id: self.id,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        self.has_value_wo = self.value_wo.as_ref().map(|_| true);
        if self.content() != prior.content() {
            self.put(self.overwrite.unwrap_or(true), false, aws).await?;
        }
        self.tag(&prior.tags_all, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.ssm.delete_parameter().name(self.id()).send().await.or_gone(&["ParameterNotFound"])?;
        Ok(())
    }

    /// A new value has a new version, and comes back in one of two attributes. A parameter cannot go back from
    /// the advanced tier to the standard one.
    fn refine(plan: &mut Refine<'_>) {
        if plan.prior.is_none() {
            return;
        }
        if plan.is_changed("value")
            || plan.is_changed("insecure_value")
            || plan.is_changed("value_wo_version")
        {
            plan.set_unknown("version", Type::Number);
        }
        if plan.is_changed("value_wo_version") {
            plan.set_unknown("has_value_wo", Type::Bool);
        }
        for (changed, other) in [("value", "insecure_value"), ("insecure_value", "value")] {
            if plan.is_changed(changed) && plan.planned(changed).is_known() && plan.config(other).is_null() {
                plan.set_unknown(other, Type::String);
            }
        }
        if plan.prior("tier").as_str() == Some("Advanced")
            && plan.planned("tier").as_str() == Some("Standard")
        {
            plan.require_replace("tier");
        }
    }
}

/// What AWS knows of a parameter beside its value; `None` if it is gone.
async fn metadata(name: &str, aws: &Aws) -> Result<Option<ParameterMetadata>> {
    let filter = ParameterStringFilter::builder().key("Name").option("Equals").values(name).build()?;
    let request = aws.ssm.describe_parameters().parameter_filters(filter);
    let mut pages = request.into_paginator().send();
    // With a filter a page can be empty and not be the last.
    while let Some(page) = pages.next().await {
        if let Some(found) = page?.parameters.and_then(|mut parameters| parameters.pop()) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

impl Parameter {
    /// What a new version of the parameter is for.
    fn content(&self) -> impl PartialEq {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        (
            (self.r#type.clone(), text(&self.value), text(&self.insecure_value), self.value_wo_version),
            (text(&self.description), text(&self.allowed_pattern), text(&self.data_type)),
            (text(&self.key_id), text(&self.tier)),
        )
    }

    async fn put(&self, overwrite: bool, new: bool, aws: &Aws) -> Result<()> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let value =
            given(&self.value_wo).or_else(|| given(&self.value)).or_else(|| given(&self.insecure_value));
        let secure = self.r#type == "SecureString";
        let request = aws
            .ssm
            .put_parameter()
            .name(&self.name)
            .r#type(ParameterType::from(self.r#type.as_str()))
            .set_value(value)
            .overwrite(overwrite)
            .set_description(if new { given(&self.description) } else { self.description.clone() })
            .set_allowed_pattern(if new {
                given(&self.allowed_pattern)
            } else {
                self.allowed_pattern.clone()
            })
            .set_data_type(given(&self.data_type))
            .set_key_id(given(&self.key_id).filter(|_| secure))
            .set_tier(given(&self.tier).map(|tier| ParameterTier::from(tier.as_str())));
        let tags = self.tags_all.as_ref().filter(|tags| new && !overwrite && !tags.is_empty());
        request.set_tags(tags.map(to_ssm).transpose()?).send().await?;
        Ok(())
    }

    async fn tag(&self, prior: &Option<Tags>, aws: &Aws) -> Result<()> {
        let Some(change) = tags::change(prior, &self.tags_all) else { return Ok(()) };
        let kind = ResourceTypeForTagging::Parameter;
        if !change.removed.is_empty() {
            let request =
                aws.ssm.remove_tags_from_resource().resource_id(self.id()).resource_type(kind.clone());
            request.set_tag_keys(Some(change.removed)).send().await?;
        }
        if !change.added.is_empty() {
            let request = aws.ssm.add_tags_to_resource().resource_id(self.id()).resource_type(kind);
            request.set_tags(Some(to_ssm(&change.added)?)).send().await?;
        }
        Ok(())
    }
}

fn to_ssm(tags: &Tags) -> Result<Vec<Tag>> {
    Ok(tags.iter().map(|(k, v)| Tag::builder().key(k).value(v).build()).collect::<Result<_, _>>()?)
}
