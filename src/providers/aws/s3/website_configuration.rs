//! `aws_s3_bucket_website_configuration`: what a bucket shows as a web site.

use super::{hosts, prelude::*, routing};
use crate::providers::aws::json;
use aws_sdk_s3::types::{
    Condition as AwsCondition, ErrorDocument as AwsError, IndexDocument as AwsIndex, Protocol,
    Redirect as AwsRedirect, RedirectAllRequestsTo, RoutingRule as AwsRule,
    WebsiteConfiguration as Configuration,
};

/// What a bucket shows as a web site.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_s3_bucket_website_configuration")]
pub struct WebsiteConfiguration {
    id: Computed<String>,
    #[attr(force_new, length = (1, 63))]
    bucket: Required<String>,
    #[attr(block, max_items = 1, conflicts = ["redirect_all_requests_to"])]
    error_document: Optional<Vec<ErrorDocument>>,
    #[attr(force_new)]
    expected_bucket_owner: Optional<String>,
    #[attr(block, max_items = 1, exactly_one_of = ["index_document", "redirect_all_requests_to"])]
    index_document: Optional<Vec<IndexDocument>>,
    #[attr(
        block,
        max_items = 1,
        exactly_one_of = ["index_document", "redirect_all_requests_to"],
        conflicts = ["error_document", "routing_rule", "routing_rules"]
    )]
    redirect_all_requests_to: Optional<Vec<RedirectAll>>,
    #[attr(block, conflicts = ["redirect_all_requests_to", "routing_rules"])]
    routing_rule: Defaulted<Vec<RoutingRule>>,
    #[attr(
        conflicts = ["redirect_all_requests_to", "routing_rule"],
        normalize = json::normalize,
        equal = json::equal
    )]
    routing_rules: Defaulted<String>,
    website_domain: Computed<String>,
    website_endpoint: Computed<String>,
}

/// The page of errors.
#[derive(Debug, Default, Clone, Schema)]
pub struct ErrorDocument {
    key: Required<String>,
}

/// The page of a folder.
#[derive(Debug, Default, Clone, Schema)]
pub struct IndexDocument {
    suffix: Required<String>,
}

/// Where everything is instead.
#[derive(Debug, Default, Clone, Schema)]
pub struct RedirectAll {
    host_name: Required<String>,
    #[attr(one_of = ["http", "https"])]
    protocol: Optional<String>,
}

/// Where some things are instead.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct RoutingRule {
    #[attr(block, max_items = 1)]
    condition: Optional<Vec<Condition>>,
    #[attr(block, min_items = 1, max_items = 1)]
    redirect: Required<Vec<Redirect>>,
}

/// Which things.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Condition {
    http_error_code_returned_equals: Optional<String>,
    key_prefix_equals: Optional<String>,
}

/// Where they are.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Redirect {
    host_name: Optional<String>,
    http_redirect_code: Optional<String>,
    #[attr(one_of = ["http", "https"])]
    protocol: Optional<String>,
    replace_key_prefix_with: Optional<String>,
    #[attr(conflicts = ["replace_key_prefix_with"])]
    replace_key_with: Optional<String>,
}

/// The codes of "there is no such thing".
const GONE: &[&str] = &[NO_BUCKET, "NoSuchWebsiteConfiguration"];

impl Resource<Aws> for WebsiteConfiguration {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let rules = self.rules(None)?;
        self.put(rules, aws).await?;
        self.id = id_of(&self.bucket, &self.expected_bucket_owner);
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let (bucket, owner) = parse_id(self.id());
        let (found, head) = tokio::try_join!(
            async {
                let request = aws.s3.get_bucket_website().bucket(&bucket);
                request.set_expected_bucket_owner(owner.clone()).send().await.or_gone(GONE)
            },
            async { aws.s3.head_bucket().bucket(&bucket).send().await.or_gone(&[NOT_FOUND]) },
        )?;
        let (Some(found), Some(head)) = (found, head) else { return Ok(None) };
        let (region, partition) = (head.bucket_region.unwrap_or_else(|| aws.region.clone()), aws.partition());
        let redirect = found.redirect_all_requests_to.map(|to| RedirectAll {
            host_name: to.host_name,
            protocol: Some(to.protocol.map(|protocol| protocol.to_string()).unwrap_or_default()),
        });
        let rules = found.routing_rules.unwrap_or_default();
        Ok(Some(WebsiteConfiguration {
            error_document: Some(
                found.error_document.map(|one| ErrorDocument { key: one.key }).into_iter().collect(),
            ),
            expected_bucket_owner: Some(owner.unwrap_or_default()),
            index_document: Some(
                found.index_document.map(|one| IndexDocument { suffix: one.suffix }).into_iter().collect(),
            ),
            redirect_all_requests_to: Some(redirect.into_iter().collect()),
            routing_rule: Some(rules.iter().cloned().map(RoutingRule::from_aws).collect()),
            routing_rules: Some(if rules.is_empty() { String::new() } else { routing::render(rules) }),
            website_domain: Some(hosts::website_domain(&region, partition)),
            website_endpoint: Some(hosts::website(&bucket, &region, partition)),
            bucket,
            id: self.id,
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        let rules = self.rules(Some(prior))?;
        self.put(rules, aws).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (bucket, owner) = parse_id(self.id());
        let request = aws.s3.delete_bucket_website().bucket(bucket).set_expected_bucket_owner(owner);
        request.send().await.or_gone(GONE)?;
        Ok(())
    }
}

impl WebsiteConfiguration {
    /// The rules to put. Blocks and text say the same twice: what has changed counts, else the text, which keeps empty
    /// texts apart from absent ones.
    fn rules(&self, prior: Option<&Self>) -> Result<Vec<AwsRule>> {
        let blocks = self.routing_rule.as_deref().unwrap_or_default();
        let text = self.routing_rules.as_deref().unwrap_or_default();
        let before = prior.and_then(|prior| prior.routing_rule.as_deref()).unwrap_or_default();
        if blocks != before {
            return Ok(blocks.iter().map(RoutingRule::to_aws).collect());
        }
        if text.is_empty() { Ok(Vec::new()) } else { routing::parse(text) }
    }

    async fn put(&self, rules: Vec<AwsRule>, aws: &Aws) -> Result<()> {
        let first = |text: Option<&String>| text.cloned();
        let error = first(self.error_document.iter().flatten().map(|one| &one.key).next());
        let index = first(self.index_document.iter().flatten().map(|one| &one.suffix).next());
        let redirect = self.redirect_all_requests_to.iter().flatten().next().map(|to| {
            let protocol = said(&to.protocol).map(|protocol| Protocol::from(protocol.as_str()));
            RedirectAllRequestsTo::builder().host_name(&to.host_name).set_protocol(protocol).build()
        });
        let configuration = Configuration::builder()
            .set_error_document(error.map(|key| AwsError::builder().key(key).build()).transpose()?)
            .set_index_document(index.map(|suffix| AwsIndex::builder().suffix(suffix).build()).transpose()?)
            .set_redirect_all_requests_to(redirect.transpose()?)
            .set_routing_rules(Some(rules).filter(|rules| !rules.is_empty()))
            .build();
        let request = || async {
            let request = aws.s3.put_bucket_website().bucket(&self.bucket);
            let request = request.set_expected_bucket_owner(said(&self.expected_bucket_owner));
            Ok(request.website_configuration(configuration.clone()).send().await?)
        };
        configure(request).await?;
        Ok(())
    }
}

impl RoutingRule {
    fn to_aws(&self) -> AwsRule {
        let condition = self.condition.iter().flatten().next().map(|one| {
            AwsCondition::builder()
                .set_http_error_code_returned_equals(said(&one.http_error_code_returned_equals))
                .set_key_prefix_equals(said(&one.key_prefix_equals))
                .build()
        });
        let redirect = self.redirect.first().map(|one| {
            AwsRedirect::builder()
                .set_host_name(said(&one.host_name))
                .set_http_redirect_code(said(&one.http_redirect_code))
                .set_protocol(said(&one.protocol).map(|protocol| Protocol::from(protocol.as_str())))
                .set_replace_key_prefix_with(said(&one.replace_key_prefix_with))
                .set_replace_key_with(said(&one.replace_key_with))
                .build()
        });
        AwsRule::builder().set_condition(condition).set_redirect(redirect).build()
    }

    fn from_aws(rule: AwsRule) -> Self {
        let text = |text: Option<String>| Some(text.unwrap_or_default());
        let condition = rule.condition.map(|one| Condition {
            http_error_code_returned_equals: text(one.http_error_code_returned_equals),
            key_prefix_equals: text(one.key_prefix_equals),
        });
        let redirect = rule.redirect.map(|one| Redirect {
            host_name: text(one.host_name),
            http_redirect_code: text(one.http_redirect_code),
            protocol: text(one.protocol.map(|protocol| protocol.to_string())),
            replace_key_prefix_with: text(one.replace_key_prefix_with),
            replace_key_with: text(one.replace_key_with),
        });
        RoutingRule {
            condition: Some(condition.into_iter().collect()),
            redirect: redirect.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(prefix: &str) -> RoutingRule {
        let redirect = Redirect { replace_key_prefix_with: Some(prefix.into()), ..Redirect::default() };
        RoutingRule { condition: None, redirect: vec![redirect] }
    }

    #[test]
    fn the_rules_that_have_changed_are_put() {
        let site = |blocks: &[&str], text: &str| WebsiteConfiguration {
            routing_rule: Some(blocks.iter().map(|prefix| rule(prefix)).collect()),
            routing_rules: Some(text.into()),
            ..WebsiteConfiguration::default()
        };
        let json = |prefix: &str| format!(r#"[{{"Redirect":{{"ReplaceKeyPrefixWith":"{prefix}"}}}}]"#);
        for (planned, prior, expected) in [
            (site(&["new"], &json("old")), Some(site(&["old"], &json("old"))), json("new")),
            (site(&["old"], &json("new")), Some(site(&["old"], &json("old"))), json("new")),
            (site(&[], &json("")), None, json("")),
            (site(&["a"], ""), None, json("a")),
            (site(&[], ""), None, "[]".into()),
        ] {
            assert_eq!(routing::render(planned.rules(prior.as_ref()).unwrap()), expected);
        }
    }
}
