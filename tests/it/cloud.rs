//! Questions to the emulator itself, in plain HTTP as AWS's own protocols have it, and through nothing of stackctl.

use std::io::{Read as _, Write as _};

use stackctl::sandbox::Sandbox;

/// A question: the service, and how it is asked.
type Question = (&'static str, How);

enum How {
    /// `Action=…&Version=…` in a form.
    Query(&'static str),
    /// A target and a JSON body.
    Json(&'static str, &'static str, &'static str),
    /// A path that is got.
    Get(&'static str),
}

/// What tells of everything that the example environment makes.
const QUESTIONS: &[Question] = &[
    ("ec2", How::Query("Action=DescribeVpcs&Version=2016-11-15")),
    ("ec2", How::Query("Action=DescribeSubnets&Version=2016-11-15")),
    ("ec2", How::Query("Action=DescribeRouteTables&Version=2016-11-15")),
    ("ec2", How::Query("Action=DescribeInternetGateways&Version=2016-11-15")),
    ("ec2", How::Query("Action=DescribeSecurityGroups&Version=2016-11-15")),
    ("ec2", How::Query("Action=DescribeVpcEndpoints&Version=2016-11-15")),
    (
        "ec2",
        How::Query(
            "Action=DescribeInstances&Version=2016-11-15&Filter.1.Name=instance-state-name&Filter.1.Value.1=running\
             &Filter.1.Value.2=pending&Filter.1.Value.3=stopped&Filter.1.Value.4=stopping",
        ),
    ),
    ("iam", How::Query("Action=ListRoles&Version=2010-05-08")),
    ("iam", How::Query("Action=ListInstanceProfiles&Version=2010-05-08")),
    ("rds", How::Query("Action=DescribeDBInstances&Version=2014-10-31")),
    ("rds", How::Query("Action=DescribeDBSubnetGroups&Version=2014-10-31")),
    ("elasticloadbalancing", How::Query("Action=DescribeLoadBalancers&Version=2015-12-01")),
    ("elasticloadbalancing", How::Query("Action=DescribeTargetGroups&Version=2015-12-01")),
    ("sns", How::Query("Action=ListTopics&Version=2010-03-31")),
    ("monitoring", How::Query("Action=DescribeAlarms&Version=2010-08-01")),
    ("ecs", How::Json("1.1", "AmazonEC2ContainerServiceV20141113.ListClusters", "{}")),
    (
        "ecs",
        How::Json("1.1", "AmazonEC2ContainerServiceV20141113.ListTaskDefinitions", "{\"status\":\"ACTIVE\"}"),
    ),
    ("ecr", How::Json("1.1", "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories", "{}")),
    ("logs", How::Json("1.1", "Logs_20140328.DescribeLogGroups", "{}")),
    ("events", How::Json("1.1", "AWSEvents.ListRules", "{}")),
    ("ssm", How::Json("1.1", "AmazonSSM.DescribeParameters", "{}")),
    ("lambda", How::Get("/2015-03-31/functions/")),
    ("s3", How::Get("/")),
];

/// The questions whose answers name this text. In AWS, every object of an environment bears its name or its tag.
pub fn kinds_that_name(sandbox: &Sandbox, region: &str, text: &str) -> Vec<String> {
    let names = |(service, how): &&Question| {
        let answer = ask(sandbox, region, service, how);
        assert!(answer.starts_with("HTTP/1.1 200"), "{service} {}: {answer}", said(how));
        answer.contains(text)
    };
    QUESTIONS.iter().filter(names).map(|(service, how)| format!("{service} {}", said(how))).collect()
}

/// How many kinds are asked for.
pub fn kinds() -> usize {
    QUESTIONS.len()
}

fn said(how: &How) -> &str {
    match how {
        How::Query(form) => form.split('&').next().unwrap_or(form),
        How::Json(_, target, _) => target,
        How::Get(path) => path,
    }
}

fn ask(sandbox: &Sandbox, region: &str, service: &str, how: &How) -> String {
    let endpoint = sandbox.endpoint();
    let host = endpoint.trim_start_matches("http://");
    let (method, path, kind, target, body) = match how {
        How::Query(form) => ("POST", "/", "application/x-www-form-urlencoded".to_owned(), "", *form),
        How::Json(version, target, body) => {
            ("POST", "/", format!("application/x-amz-json-{version}"), *target, *body)
        }
        How::Get(path) => ("GET", *path, String::new(), "", ""),
    };
    // The emulator reads from the credentials which service and region are meant, and looks at no signature.
    let scope = format!("sandbox/20260101/{region}/{service}/aws4_request");
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: {kind}\r\n\
         X-Amz-Target: {target}\r\nAuthorization: AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, \
         Signature=0\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}
