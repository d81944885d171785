//! `http`: what a URL answers.

use std::{collections::BTreeMap, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::{Client, Method, Response, StatusCode};

use super::client::{Http, Tls, chain};
use crate::{
    providers::{Data, Error, Result},
    schema::{Computed, Optional, Required, Schema},
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "http")]
pub struct HttpData {
    id: Computed<String>,
    #[attr(deprecated = "Use `response_body`.")]
    body: Computed<String>,
    #[attr(conflicts = ["insecure"])]
    ca_cert_pem: Optional<String>,
    #[attr(required_with = ["client_key_pem"])]
    client_cert_pem: Optional<String>,
    #[attr(required_with = ["client_cert_pem"])]
    client_key_pem: Optional<String>,
    insecure: Optional<bool>,
    #[attr(one_of = ["GET", "POST", "HEAD"])]
    method: Optional<String>,
    request_body: Optional<String>,
    request_headers: Optional<BTreeMap<String, String>>,
    #[attr(range = (1, i64::MAX))]
    request_timeout_ms: Optional<i64>,
    response_body: Computed<String>,
    response_body_base64: Computed<String>,
    response_headers: Computed<BTreeMap<String, String>>,
    #[attr(block)]
    retry: Optional<Retry>,
    status_code: Computed<i64>,
    url: Required<String>,
}

/// How often a request is tried again, and with which pauses.
#[derive(Debug, Default, Clone, Schema)]
pub struct Retry {
    #[attr(range = (0, i64::MAX))]
    attempts: Optional<i64>,
    #[attr(range = (0, i64::MAX))]
    max_delay_ms: Optional<i64>,
    #[attr(range = (0, i64::MAX))]
    min_delay_ms: Optional<i64>,
}

impl Data<Http> for HttpData {
    async fn read(self, http: &Http) -> Result<Self> {
        let client = http.client(&Tls {
            insecure: self.insecure.unwrap_or_default(),
            authority: self.ca_cert_pem.as_deref(),
            identity: self.client_cert_pem.as_deref().zip(self.client_key_pem.as_deref()),
        })?;
        let failed = |error: reqwest::Error| Error::Dispatch {
            service: "HTTP".into(),
            operation: format!("{} {}", self.method(), self.url),
            message: chain(&error.without_url()),
        };
        let response = self.send(&client).await.map_err(failed)?;
        let (status, headers) = (response.status(), headers(&response));
        let bytes = response.bytes().await.map_err(failed)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Self {
            id: Some(self.url.clone()),
            body: Some(text.clone()),
            response_body: Some(text),
            response_body_base64: Some(STANDARD.encode(&bytes)),
            response_headers: Some(headers),
            status_code: Some(status.as_u16().into()),
            ..self
        })
    }
}

impl HttpData {
    fn method(&self) -> Method {
        match self.method.as_deref() {
            Some("POST") => Method::POST,
            Some("HEAD") => Method::HEAD,
            _ => Method::GET,
        }
    }

    /// Sends the request, again and again if `retry` says so.
    async fn send(&self, client: &Client) -> reqwest::Result<Response> {
        let retry = self.retry.clone().unwrap_or_default();
        let number =
            |value: Option<i64>, default| value.and_then(|n| u64::try_from(n).ok()).unwrap_or(default);
        let mut left = number(retry.attempts, 0);
        let (mut pause, longest) = (number(retry.min_delay_ms, 1000), number(retry.max_delay_ms, 30_000));
        loop {
            let outcome = self.request(client).send().await;
            if left == 0 || !is_passing(&outcome) {
                return outcome;
            }
            tokio::time::sleep(Duration::from_millis(pause.min(longest))).await;
            pause = pause.saturating_mul(2);
            left -= 1;
        }
    }

    fn request(&self, client: &Client) -> reqwest::RequestBuilder {
        let mut request = client.request(self.method(), &self.url);
        for (name, value) in self.request_headers.iter().flatten() {
            request = request.header(name, value);
        }
        if let Some(body) = &self.request_body {
            request = request.body(body.clone());
        }
        if let Some(limit) = self.request_timeout_ms.and_then(|ms| u64::try_from(ms).ok()) {
            request = request.timeout(Duration::from_millis(limit));
        }
        request
    }
}

/// Whether another try may help.
fn is_passing(outcome: &reqwest::Result<Response>) -> bool {
    match outcome {
        Ok(response) => {
            let status = response.status();
            status == StatusCode::TOO_MANY_REQUESTS
                || status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED
        }
        Err(error) => !error.is_builder() && !error.is_redirect(),
    }
}

/// The headers by name, as Go writes names; many of one name are joined.
fn headers(response: &Response) -> BTreeMap<String, String> {
    let mut headers = BTreeMap::<String, String>::new();
    for (name, value) in response.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        headers
            .entry(canonical(name.as_str()))
            .and_modify(|all| *all = format!("{all}, {value}"))
            .or_insert_with(|| value.into_owned());
    }
    headers
}

/// The name of a header with each word capitalised: `Content-Type`.
fn canonical(name: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;

    #[tokio::test]
    async fn a_request_is_tried_again_until_it_is_answered() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        let server = tokio::spawn(async move {
            for answer in ["503 Busy", "200 OK"] {
                let (mut stream, _) = listener.accept().await.expect("a request");
                let mut request = [0; 1024];
                let length = stream.read(&mut request).await.expect("read");
                assert!(request[..length].starts_with(b"GET / "));
                let answer = format!(
                    "HTTP/1.1 {answer}\r\nx-part: a\r\nx-part: b\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi"
                );
                stream.write_all(answer.as_bytes()).await.expect("written");
            }
        });
        let retry = Retry { attempts: Some(2), min_delay_ms: Some(1), max_delay_ms: None };
        let ask = HttpData { url, retry: Some(retry), ..HttpData::default() };
        let answer = ask.read(&Http::default()).await.expect("an answer");
        server.await.expect("served");
        assert_eq!((answer.status_code, answer.response_body.as_deref()), (Some(200), Some("hi")));
        let headers = answer.response_headers.unwrap_or_default();
        assert_eq!(headers.get("X-Part").map(String::as_str), Some("a, b"));
    }
}
