//! The questions that a sandbox answers itself: is it you, and please stop.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(5);

/// The process that answers on the port, if it knows the token; else it is not this sandbox.
pub fn who(port: u16, token: &str) -> Option<u32> {
    ask(port, token, "/_sandbox/who")
}

/// Asks the sandbox to end. Whether it will.
pub fn stop(port: u16, token: &str) -> bool {
    ask(port, token, "/_sandbox/stop").is_some()
}

fn ask(port: u16, token: &str, path: &str) -> Option<u32> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Sandbox-Token: {token}\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    parse(&answer)
}

fn parse(answer: &str) -> Option<u32> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    if head.split(' ').nth(1) != Some("200") {
        return None;
    }
    let said: serde_json::Value = serde_json::from_str(body).ok()?;
    said["pid"].as_u64()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sandbox_that_knows_the_token_is_ours() {
        let cases = [
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"pid\": 42}", Some(42)),
            ("HTTP/1.1 403 FORBIDDEN\r\nContent-Length: 0\r\n\r\n", None),
            ("HTTP/1.1 200 OK\r\n\r\n<html>another server</html>", None),
            ("", None),
        ];
        for (answer, expected) in cases {
            assert_eq!(parse(answer), expected, "{answer}");
        }
    }
}
