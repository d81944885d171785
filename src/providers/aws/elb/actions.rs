//! What a listener or a rule does with a request: the blocks `default_action` and `action`.

use std::collections::BTreeMap;

use crate::{providers::aws::prelude::*, schema::Field};
use aws_sdk_elasticloadbalancingv2::types::{
    self as sdk, ActionTypeEnum, AuthenticateCognitoActionConditionalBehaviorEnum,
    AuthenticateCognitoActionConfig, AuthenticateOidcActionConditionalBehaviorEnum,
    AuthenticateOidcActionConfig, FixedResponseActionConfig, ForwardActionConfig, RedirectActionConfig,
    RedirectActionStatusCodeEnum, TargetGroupStickinessConfig, TargetGroupTuple,
};

/// One thing to do. `F` is the `forward` block, whose defaults differ between listeners and rules.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Action<F: Forwarding> {
    #[attr(block, max_items = 1)]
    authenticate_cognito: Optional<Vec<Cognito>>,
    #[attr(block, max_items = 1)]
    authenticate_oidc: Optional<Vec<Oidc>>,
    #[attr(block, max_items = 1)]
    fixed_response: Optional<Vec<FixedResponse>>,
    #[attr(block, max_items = 1)]
    forward: Optional<Vec<F>>,
    #[attr(range = (1, 50000))]
    order: Defaulted<i32>,
    #[attr(block, max_items = 1)]
    redirect: Optional<Vec<Redirect>>,
    target_group_arn: Optional<String>,
    #[attr(one_of = ["forward", "authenticate-oidc", "authenticate-cognito", "redirect", "fixed-response"])]
    r#type: Required<String>,
}

/// A `forward` block.
pub trait Forwarding: Field + Clone + PartialEq + std::fmt::Debug {
    /// As Elastic Load Balancing takes it.
    fn to_elb(&self) -> ForwardActionConfig;
    /// As Elastic Load Balancing tells it.
    fn from_elb(found: ForwardActionConfig) -> Self;
}

/// Another URL that the client is sent to. `#{host}` and the like are the request's own.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Redirect {
    #[attr(default = "#{host}", length = (1, 128))]
    host: Optional<String>,
    #[attr(default = "/#{path}", length = (1, 128))]
    path: Optional<String>,
    #[attr(default = "#{port}")]
    port: Optional<String>,
    #[attr(default = "#{protocol}", one_of = ["#{protocol}", "HTTP", "HTTPS"])]
    protocol: Optional<String>,
    #[attr(default = "#{query}", length = (0, 128))]
    query: Optional<String>,
    #[attr(one_of = ["HTTP_301", "HTTP_302"])]
    status_code: Required<String>,
}

/// A response that is always the same.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct FixedResponse {
    #[attr(one_of = ["text/plain", "text/css", "text/html", "application/javascript", "application/json"])]
    content_type: Required<String>,
    #[attr(length = (0, 1024))]
    message_body: Optional<String>,
    status_code: Defaulted<String>,
}

/// The forwarding of a listener.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ListenerForward {
    #[attr(block, max_items = 1)]
    stickiness: Optional<Vec<ListenerStickiness>>,
    #[attr(block, min_items = 1, max_items = 5)]
    target_group: Required<Set<ListenerTarget>>,
}

/// A target group and its share of the requests.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ListenerTarget {
    arn: Required<String>,
    #[attr(range = (0, 999))]
    weight: Optional<i32>,
}

/// How long a client stays with its target group.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct ListenerStickiness {
    #[attr(range = (1, 604_800))]
    duration: Required<i32>,
    enabled: Optional<bool>,
}

/// The forwarding of a rule.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct RuleForward {
    #[attr(block, max_items = 1)]
    stickiness: Defaulted<Vec<RuleStickiness>>,
    #[attr(block, min_items = 1, max_items = 5)]
    target_group: Required<Set<RuleTarget>>,
}

/// A target group and its share of the requests.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct RuleTarget {
    arn: Required<String>,
    #[attr(default = 1, range = (0, 999))]
    weight: Optional<i32>,
}

/// How long a client stays with its target group.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct RuleStickiness {
    #[attr(range = (1, 604_800))]
    duration: Required<i32>,
    #[attr(default = false)]
    enabled: Optional<bool>,
}

/// A login at an OpenID Connect provider.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Oidc {
    authentication_request_extra_params: Optional<Tags>,
    authorization_endpoint: Required<String>,
    client_id: Required<String>,
    #[attr(sensitive)]
    client_secret: Required<String>,
    issuer: Required<String>,
    #[attr(one_of = ["deny", "allow", "authenticate"])]
    on_unauthenticated_request: Defaulted<String>,
    scope: Defaulted<String>,
    session_cookie_name: Defaulted<String>,
    session_timeout: Defaulted<i64>,
    token_endpoint: Required<String>,
    user_info_endpoint: Required<String>,
}

/// A login at Amazon Cognito.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct Cognito {
    authentication_request_extra_params: Optional<Tags>,
    #[attr(one_of = ["deny", "allow", "authenticate"])]
    on_unauthenticated_request: Defaulted<String>,
    scope: Defaulted<String>,
    session_cookie_name: Defaulted<String>,
    session_timeout: Defaulted<i64>,
    user_pool_arn: Required<String>,
    user_pool_client_id: Required<String>,
    user_pool_domain: Required<String>,
}

impl<F: Forwarding> Action<F> {
    /// The actions as Elastic Load Balancing takes them, in order.
    pub fn all_to_elb(actions: &[Self]) -> Vec<sdk::Action> {
        actions.iter().enumerate().map(|(i, action)| action.to_elb(i)).collect()
    }

    /// The actions as Elastic Load Balancing tells them. What it does not tell is taken from `prior`: secrets, and
    /// whether a target group is written as an ARN or as a block. Without a prior action, it is both.
    pub fn all_from_elb(found: Option<Vec<sdk::Action>>, prior: &[Self]) -> Vec<Self> {
        let mut found = found.unwrap_or_default();
        found.sort_by_key(|action| action.order);
        found.into_iter().enumerate().map(|(i, action)| Self::from_elb(action, prior.get(i))).collect()
    }

    fn to_elb(&self, index: usize) -> sdk::Action {
        let order = self.order.filter(|order| *order != 0);
        let order = order.or_else(|| i32::try_from(index + 1).ok());
        let builder =
            sdk::Action::builder().set_order(order).r#type(ActionTypeEnum::from(self.r#type.as_str()));
        match self.r#type.as_str() {
            "forward" => match (said(&self.target_group_arn), self.forward.iter().flatten().next()) {
                (Some(arn), None) => builder.target_group_arn(arn),
                (_, forward) => builder.set_forward_config(forward.map(F::to_elb)),
            },
            "redirect" => {
                builder.set_redirect_config(self.redirect.iter().flatten().next().map(Redirect::to_elb))
            }
            "fixed-response" => builder.set_fixed_response_config(
                self.fixed_response.iter().flatten().next().map(FixedResponse::to_elb),
            ),
            "authenticate-oidc" => builder.set_authenticate_oidc_config(
                self.authenticate_oidc.iter().flatten().next().map(Oidc::to_elb),
            ),
            _ => builder.set_authenticate_cognito_config(
                self.authenticate_cognito.iter().flatten().next().map(Cognito::to_elb),
            ),
        }
        .build()
    }

    fn from_elb(found: sdk::Action, prior: Option<&Self>) -> Self {
        let kind = found.r#type.map(|kind| kind.to_string()).unwrap_or_default();
        let forwards = kind == "forward";
        let as_block = forwards && prior.is_none_or(|prior| prior.forward.iter().flatten().next().is_some());
        let as_arn = forwards && prior.is_none_or(|prior| prior.forward.iter().flatten().next().is_none());
        let secret = prior.and_then(|prior| prior.authenticate_oidc.iter().flatten().next());
        let secret = secret.map(|oidc| oidc.client_secret.clone()).unwrap_or_default();
        // A weighted target group of its own is told as a block only.
        let only = found
            .forward_config
            .as_ref()
            .and_then(|forward| forward.target_groups.as_ref()?.first()?.target_group_arn.clone());
        let arn = found.target_group_arn.or(only).filter(|_| as_arn);
        Self {
            authenticate_cognito: blocks(found.authenticate_cognito_config.map(Cognito::from_elb)),
            authenticate_oidc: blocks(
                found
                    .authenticate_oidc_config
                    .map(|oidc| Oidc { client_secret: secret, ..Oidc::from_elb(oidc) }),
            ),
            fixed_response: blocks(found.fixed_response_config.map(FixedResponse::from_elb)),
            forward: blocks(found.forward_config.filter(|_| as_block).map(F::from_elb)),
            order: found.order,
            redirect: blocks(found.redirect_config.map(Redirect::from_elb)),
            target_group_arn: Some(arn.unwrap_or_default()),
            r#type: kind,
        }
    }
}

fn blocks<T>(block: Option<T>) -> Option<Vec<T>> {
    Some(block.into_iter().collect())
}

fn text(text: Option<impl ToString>) -> Option<String> {
    Some(text.map(|text| text.to_string()).unwrap_or_default())
}

fn forward(targets: Vec<TargetGroupTuple>, stickiness: Option<(i32, Option<bool>)>) -> ForwardActionConfig {
    let stickiness = stickiness.map(|(seconds, enabled)| {
        let builder = TargetGroupStickinessConfig::builder().enabled(enabled.unwrap_or_default());
        builder.set_duration_seconds((seconds != 0).then_some(seconds)).build()
    });
    let builder = ForwardActionConfig::builder().set_target_groups(Some(targets));
    builder.set_target_group_stickiness_config(stickiness).build()
}

fn target(arn: &str, weight: Option<i32>) -> TargetGroupTuple {
    TargetGroupTuple::builder().target_group_arn(arn).weight(weight.unwrap_or_default()).build()
}

impl Forwarding for ListenerForward {
    fn to_elb(&self) -> ForwardActionConfig {
        let targets = self.target_group.iter().map(|block| target(&block.arn, block.weight)).collect();
        let stickiness = self.stickiness.iter().flatten().next();
        forward(targets, stickiness.map(|block| (block.duration, block.enabled)))
    }

    fn from_elb(found: ForwardActionConfig) -> Self {
        let stickiness = found.target_group_stickiness_config.map(|found| ListenerStickiness {
            duration: found.duration_seconds.unwrap_or_default(),
            enabled: Some(found.enabled.unwrap_or_default()),
        });
        let targets = found.target_groups.into_iter().flatten();
        let targets = targets.map(|found| ListenerTarget {
            arn: found.target_group_arn.unwrap_or_default(),
            weight: Some(found.weight.unwrap_or_default()),
        });
        Self { stickiness: blocks(stickiness), target_group: targets.collect() }
    }
}

impl Forwarding for RuleForward {
    fn to_elb(&self) -> ForwardActionConfig {
        let targets =
            self.target_group.iter().map(|block| target(&block.arn, block.weight.or(Some(1)))).collect();
        let stickiness = self.stickiness.iter().flatten().next();
        forward(targets, stickiness.map(|block| (block.duration, block.enabled)))
    }

    fn from_elb(found: ForwardActionConfig) -> Self {
        let stickiness = found.target_group_stickiness_config.map(|found| RuleStickiness {
            duration: found.duration_seconds.unwrap_or_default(),
            enabled: Some(found.enabled.unwrap_or_default()),
        });
        let targets = found.target_groups.into_iter().flatten();
        let targets = targets.map(|found| RuleTarget {
            arn: found.target_group_arn.unwrap_or_default(),
            weight: Some(found.weight.unwrap_or_default()),
        });
        Self { stickiness: blocks(stickiness), target_group: targets.collect() }
    }
}

impl Redirect {
    fn to_elb(&self) -> RedirectActionConfig {
        RedirectActionConfig::builder()
            .set_host(said(&self.host))
            .set_path(said(&self.path))
            .set_port(said(&self.port))
            .set_protocol(said(&self.protocol))
            // An empty query is a query: it takes the request's own away.
            .set_query(self.query.clone())
            .status_code(RedirectActionStatusCodeEnum::from(self.status_code.as_str()))
            .build()
    }

    fn from_elb(found: RedirectActionConfig) -> Self {
        Self {
            host: text(found.host),
            path: text(found.path),
            port: text(found.port),
            protocol: text(found.protocol),
            query: text(found.query),
            status_code: found.status_code.map(|code| code.to_string()).unwrap_or_default(),
        }
    }
}

impl FixedResponse {
    fn to_elb(&self) -> FixedResponseActionConfig {
        FixedResponseActionConfig::builder()
            .content_type(&self.content_type)
            .set_message_body(said(&self.message_body))
            .set_status_code(said(&self.status_code))
            .build()
    }

    fn from_elb(found: FixedResponseActionConfig) -> Self {
        Self {
            content_type: found.content_type.unwrap_or_default(),
            message_body: text(found.message_body),
            status_code: text(found.status_code),
        }
    }
}

impl Oidc {
    fn to_elb(&self) -> AuthenticateOidcActionConfig {
        let behaviour = said(&self.on_unauthenticated_request);
        let builder = AuthenticateOidcActionConfig::builder()
            .authorization_endpoint(&self.authorization_endpoint)
            .client_id(&self.client_id)
            .client_secret(&self.client_secret)
            .issuer(&self.issuer)
            .token_endpoint(&self.token_endpoint)
            .user_info_endpoint(&self.user_info_endpoint);
        builder
            .set_authentication_request_extra_params(extra(&self.authentication_request_extra_params))
            .set_on_unauthenticated_request(
                behaviour.map(|text| AuthenticateOidcActionConditionalBehaviorEnum::from(text.as_str())),
            )
            .set_scope(said(&self.scope))
            .set_session_cookie_name(said(&self.session_cookie_name))
            .set_session_timeout(self.session_timeout.filter(|seconds| *seconds != 0))
            .build()
    }

    fn from_elb(found: AuthenticateOidcActionConfig) -> Self {
        Self {
            authentication_request_extra_params: params(found.authentication_request_extra_params),
            authorization_endpoint: found.authorization_endpoint.unwrap_or_default(),
            client_id: found.client_id.unwrap_or_default(),
            client_secret: String::new(),
            issuer: found.issuer.unwrap_or_default(),
            on_unauthenticated_request: text(found.on_unauthenticated_request),
            scope: text(found.scope),
            session_cookie_name: text(found.session_cookie_name),
            session_timeout: Some(found.session_timeout.unwrap_or_default()),
            token_endpoint: found.token_endpoint.unwrap_or_default(),
            user_info_endpoint: found.user_info_endpoint.unwrap_or_default(),
        }
    }
}

impl Cognito {
    fn to_elb(&self) -> AuthenticateCognitoActionConfig {
        let behaviour = said(&self.on_unauthenticated_request);
        AuthenticateCognitoActionConfig::builder()
            .user_pool_arn(&self.user_pool_arn)
            .user_pool_client_id(&self.user_pool_client_id)
            .user_pool_domain(&self.user_pool_domain)
            .set_authentication_request_extra_params(extra(&self.authentication_request_extra_params))
            .set_on_unauthenticated_request(
                behaviour.map(|text| AuthenticateCognitoActionConditionalBehaviorEnum::from(text.as_str())),
            )
            .set_scope(said(&self.scope))
            .set_session_cookie_name(said(&self.session_cookie_name))
            .set_session_timeout(self.session_timeout.filter(|seconds| *seconds != 0))
            .build()
    }

    fn from_elb(found: AuthenticateCognitoActionConfig) -> Self {
        Self {
            authentication_request_extra_params: params(found.authentication_request_extra_params),
            on_unauthenticated_request: text(found.on_unauthenticated_request),
            scope: text(found.scope),
            session_cookie_name: text(found.session_cookie_name),
            session_timeout: Some(found.session_timeout.unwrap_or_default()),
            user_pool_arn: found.user_pool_arn.unwrap_or_default(),
            user_pool_client_id: found.user_pool_client_id.unwrap_or_default(),
            user_pool_domain: found.user_pool_domain.unwrap_or_default(),
        }
    }
}

type Params = std::collections::HashMap<String, String>;

fn extra(params: &Option<Tags>) -> Option<Params> {
    params.clone().filter(|params| !params.is_empty()).map(|params| params.into_iter().collect())
}

fn params(found: Option<Params>) -> Option<Tags> {
    Some(found.into_iter().flatten().collect::<BTreeMap<_, _>>())
}
