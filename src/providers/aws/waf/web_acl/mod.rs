//! `aws_wafv2_web_acl`: rules for the requests to an application.

pub mod action;
pub mod config;
pub mod field;
pub mod managed;
pub mod rate;
pub mod rule;
pub mod statement;
mod wire;

use aws_sdk_wafv2::types::Scope;
use serde_json::{Map, Value as Json};

use self::{
    action::DefaultAction,
    config::{Association, DataProtectionConfig, Immunity, ResponseBody, Visibility},
    rule::Rule,
};
use super::prelude::*;
use crate::{
    providers::aws::{json, names},
    schema::Attributes as _,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_wafv2_web_acl")]
pub struct WebAcl {
    id: Computed<String>,
    application_integration_url: Computed<String>,
    arn: Computed<String>,
    #[attr(block, max_items = 1)]
    association_config: Optional<Vec<Association>>,
    capacity: Computed<i64>,
    #[attr(block, max_items = 1)]
    captcha_config: Optional<Vec<Immunity>>,
    #[attr(block, max_items = 1)]
    challenge_config: Optional<Vec<Immunity>>,
    #[attr(block)]
    custom_response_body: Optional<Set<ResponseBody>>,
    #[attr(block, max_items = 1)]
    data_protection_config: Optional<Vec<DataProtectionConfig>>,
    #[attr(block, min_items = 1, max_items = 1)]
    default_action: Required<Vec<DefaultAction>>,
    #[attr(length = (1, 256))]
    description: Optional<String>,
    lock_token: Computed<String>,
    #[attr(force_new, length = (1, 128), conflicts = ["name_prefix"])]
    name: Defaulted<String>,
    #[attr(force_new, length = (1, 102), conflicts = ["name"])]
    name_prefix: Defaulted<String>,
    #[attr(block, conflicts = ["rule_json"])]
    rule: Optional<Set<Rule>>,
    #[attr(conflicts = ["rule"], equal = json::equal)]
    rule_json: Optional<String>,
    #[attr(force_new, one_of = ["CLOUDFRONT", "REGIONAL"])]
    scope: Required<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    token_domains: Optional<Set<String>>,
    #[attr(block, min_items = 1, max_items = 1)]
    visibility_config: Required<Vec<Visibility>>,
}

/// How the names of the rules begin that Shield adds itself.
const SHIELD: &str = "ShieldMitigationRuleGroup_";

impl Resource<Aws> for WebAcl {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        self.name = Some(names::of(&self.name, &self.name_prefix));
        let members = self.members(Vec::new())?;
        wait::retry(scope::LIMIT, scope::is_locked, || async {
            let request = aws
                .waf
                .create_web_acl()
                .set_name(self.name.clone())
                .scope(self.scope())
                .set_tags(scope::to_waf(&self.tags_all)?);
            let members = members.clone();
            let call = request.customize().mutate_request(move |request| wire::into_body(request, &members));
            Ok(call.send().await?.summary.and_then(|summary| summary.id))
        })
        .await
        .map(|id| self.id = id)
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(mut found) = self.find(aws).await? else { return Ok(None) };
        let said = |name: &str| found.get(name).and_then(Json::as_str).map(str::to_owned);
        let (lock_token, application_integration_url) =
            (said("LockToken"), said("ApplicationIntegrationURL"));
        if let Some(rules) = found.pointer_mut("/WebACL/Rules").and_then(Json::as_array_mut) {
            rules.retain(|rule| !is_of_shield(rule));
        }
        let acl = WebAcl::decode(&wire::from_api(Self::ATTRIBUTES, &found["WebACL"], ""))?;
        let tags_all = scope::tags_of(acl.arn.as_deref().unwrap_or_default(), aws).await?;
        Ok(Some(WebAcl {
            application_integration_url,
            lock_token,
            name_prefix: acl.name.as_deref().map(names::prefix_of),
            rule: if self.rule_json.is_some() { self.rule } else { acl.rule },
            rule_json: self.rule_json,
            scope: self.scope,
            tags: self.tags,
            tags_all,
            ..acl
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if self.members(Vec::new())? != prior.members(Vec::new())? {
            wait::retry(scope::LIMIT, scope::is_locked, || async {
                let found = self.find(aws).await?.unwrap_or_default();
                let rules = found.pointer("/WebACL/Rules").and_then(Json::as_array);
                let members =
                    self.members(rules.into_iter().flatten().filter(|r| is_of_shield(r)).cloned().collect())?;
                let request = aws
                    .waf
                    .update_web_acl()
                    .set_name(self.name.clone())
                    .scope(self.scope())
                    .id(self.id())
                    .set_lock_token(found["LockToken"].as_str().map(str::to_owned));
                let call =
                    request.customize().mutate_request(move |request| wire::into_body(request, &members));
                Ok(call.send().await?)
            })
            .await?;
        }
        scope::retag(aws, self.arn.as_deref().unwrap_or_default(), &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        wait::retry(scope::LIMIT, scope::is_in_use, || async {
            let Some(found) = self.find(aws).await? else { return Ok(()) };
            let request =
                aws.waf.delete_web_acl().set_name(self.name.clone()).scope(self.scope()).id(self.id());
            let request = request.set_lock_token(found["LockToken"].as_str().map(str::to_owned));
            request.send().await.or_gone(&[scope::GONE])?;
            Ok(())
        })
        .await
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let text = config.get("rule_json").and_then(Value::as_str);
        match text.map(parse_rules) {
            Some(Err(error)) => vec![("rule_json", error.to_string())],
            _ => Vec::new(),
        }
    }

    /// The import id is `ID/NAME/SCOPE`.
    fn import(id: &str) -> Result<Self> {
        let [id, name, scope] = scope::parse(id, Self::NAME)?;
        Ok(Self { id: Some(id), name: Some(name), scope, ..Self::default() })
    }
}

impl WebAcl {
    fn scope(&self) -> Scope {
        Scope::from(self.scope.as_str())
    }

    /// What of it the API takes in a create or update, beside what identifies it. `more` are rules to keep.
    fn members(&self, more: Vec<Json>) -> Result<Map<String, Json>> {
        let mut members = wire::to_api(Self::ATTRIBUTES, &self.clone().encode(), "");
        for name in [
            "Id",
            "ARN",
            "ApplicationIntegrationUrl",
            "Capacity",
            "LockToken",
            "Name",
            "NamePrefix",
            "RuleJson",
            "Scope",
            "Tags",
            "TagsAll",
        ] {
            members.remove(name);
        }
        let mut rules = match said(&self.rule_json) {
            Some(text) => parse_rules(&text)?,
            None => members.remove("Rules").and_then(|rules| rules.as_array().cloned()).unwrap_or_default(),
        };
        rules.extend(more);
        members.insert("Rules".into(), Json::Array(rules));
        Ok(members)
    }

    /// The answer of the API with all of it; `None` if it is gone.
    async fn find(&self, aws: &Aws) -> Result<Option<Json>> {
        let answer = wire::Answer::default();
        let request = aws.waf.get_web_acl().set_name(self.name.clone()).scope(self.scope()).id(self.id());
        let found = request.customize().interceptor(answer.clone()).send().await.or_gone(&[scope::GONE])?;
        Ok(found.and_then(|found| found.web_acl).map(|_| answer.take()))
    }
}

fn is_of_shield(rule: &Json) -> bool {
    rule.get("Name").and_then(Json::as_str).is_some_and(|name| name.starts_with(SHIELD))
}

/// The rules of a `rule_json`, which is the API's JSON already.
fn parse_rules(text: &str) -> Result<Vec<Json>> {
    match serde_json::from_str(text) {
        Ok(Json::Array(rules)) => Ok(rules),
        Ok(_) => Err(Error::Invalid("`rule_json` has to be a JSON list of rules.".into())),
        Err(error) => Err(Error::Invalid(format!("`rule_json` is no JSON: {error}."))),
    }
}
