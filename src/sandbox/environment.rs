//! What a command in a sandbox sees of the world: its variables, and where its states lie.

use std::{
    env,
    ffi::OsString,
    path::{Component, Path, PathBuf},
};

/// Names the folder of the sandbox that a process runs in.
pub const FOLDER_VARIABLE: &str = "STACKCTL_SANDBOX";

/// Variables of AWS that say nothing about whose account is used, and so may stay.
const HARMLESS: &[&str] = &[
    "AWS_DEFAULT_OUTPUT",
    "AWS_DEFAULT_REGION",
    "AWS_MAX_ATTEMPTS",
    "AWS_PAGER",
    "AWS_REGION",
    "AWS_RETRY_MODE",
];

/// The region where nobody says another.
const REGION: &str = "us-east-1";

/// What is set for a command.
pub fn variables(
    folder: &Path,
    port: u16,
    region: Option<&str>,
    of: impl Fn(&str) -> Option<String>,
) -> Vec<(String, String)> {
    let text = |path: PathBuf| path.to_string_lossy().into_owned();
    let given = |name: &str| of(name).filter(|value| !value.is_empty());
    let region = given("AWS_REGION")
        .or_else(|| given("AWS_DEFAULT_REGION"))
        .unwrap_or_else(|| region.unwrap_or(REGION).to_owned());
    let mut without_proxy = given("NO_PROXY").or_else(|| given("no_proxy")).unwrap_or_default();
    if !without_proxy.is_empty() {
        without_proxy.push(',');
    }
    without_proxy.push_str("127.0.0.1,localhost");
    let variables = [
        ("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{port}")),
        ("AWS_ACCESS_KEY_ID", "sandbox".into()),
        ("AWS_SECRET_ACCESS_KEY", "sandbox".into()),
        ("AWS_REGION", region.clone()),
        ("AWS_DEFAULT_REGION", region),
        ("AWS_EC2_METADATA_DISABLED", "true".into()),
        // Neither profiles nor credentials of the person: these files do not exist.
        ("AWS_CONFIG_FILE", text(folder.join("aws/config"))),
        ("AWS_SHARED_CREDENTIALS_FILE", text(folder.join("aws/credentials"))),
        ("NO_PROXY", without_proxy.clone()),
        ("no_proxy", without_proxy),
        (FOLDER_VARIABLE, text(folder.to_owned())),
    ];
    variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The variables of this process that must not reach a command in a sandbox: credentials, profiles, endpoints.
pub fn foreign(all: impl Iterator<Item = OsString>) -> Vec<OsString> {
    all.filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("AWS_") && !HARMLESS.contains(&name.as_ref())
    })
    .collect()
}

/// The state that stands in for a real one, by its path: below `state/` in the sandbox's folder.
pub fn stand_in(folder: &Path, real: &Path) -> PathBuf {
    let real = std::path::absolute(real).unwrap_or_else(|_| real.to_owned());
    let mut path = PathBuf::new();
    for component in real.components() {
        match component {
            Component::Normal(name) => path.push(name),
            Component::ParentDir => {
                path.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::CurDir => {}
        }
    }
    folder.join("state").join(path)
}

/// The state that stands in for a real one in the sandbox that this process runs in, if it runs in one.
///
/// A sandbox never touches the real state: it knows nothing of what is in the emulator.
pub fn state_path(real: &Path) -> Option<PathBuf> {
    folder().map(|folder| stand_in(&folder, real))
}

/// Whether this process runs in a sandbox.
pub fn is_inside() -> bool {
    folder().is_some()
}

fn folder() -> Option<PathBuf> {
    env::var_os(FOLDER_VARIABLE).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value<'a>(variables: &'a [(String, String)], name: &str) -> &'a str {
        &variables.iter().find(|(found, _)| found == name).unwrap().1
    }

    #[test]
    fn a_region_that_is_set_stays() {
        let cases = [
            ("AWS_REGION", "eu-west-1", Some("ap-northeast-1"), "eu-west-1"),
            ("AWS_DEFAULT_REGION", "eu-west-2", None, "eu-west-2"),
            ("AWS_REGION", "", Some("ap-northeast-1"), "ap-northeast-1"),
            ("AWS_PROFILE", "mine", None, "us-east-1"),
        ];
        for (set, to, option, expected) in cases {
            let of = |name: &str| (name == set).then(|| to.to_owned());
            let variables = variables(Path::new("/s"), 1, option, of);
            assert_eq!(value(&variables, "AWS_REGION"), expected);
            assert_eq!(value(&variables, "AWS_DEFAULT_REGION"), expected);
        }
    }

    #[test]
    fn no_credential_of_the_person_reaches_a_sandbox() {
        let all =
            ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_ENDPOINT_URL_S3", "PATH", "TF_VAR_x"];
        let foreign = foreign(all.iter().map(OsString::from));
        assert_eq!(foreign, ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL_S3"]);
        let variables = variables(Path::new("/s"), 4566, None, |_| None);
        assert_eq!(value(&variables, "AWS_ENDPOINT_URL"), "http://127.0.0.1:4566");
        assert_eq!(value(&variables, "AWS_SHARED_CREDENTIALS_FILE"), "/s/aws/credentials");
    }

    #[test]
    fn a_proxy_is_not_asked_for_the_emulator() {
        let variables = variables(Path::new("/s"), 1, None, |name| {
            (name == "no_proxy").then(|| "internal.example".to_owned())
        });
        assert_eq!(value(&variables, "NO_PROXY"), "internal.example,127.0.0.1,localhost");
    }

    #[test]
    fn two_states_never_share_a_stand_in() {
        let folder = Path::new("/s");
        let cases = [
            (
                "/w/envs/staging/network/terraform.tfstate",
                "/s/state/w/envs/staging/network/terraform.tfstate",
            ),
            ("/w/envs/prod/../staging/terraform.tfstate", "/s/state/w/envs/staging/terraform.tfstate"),
            ("/../../etc/terraform.tfstate", "/s/state/etc/terraform.tfstate"),
        ];
        for (real, expected) in cases {
            assert_eq!(stand_in(folder, Path::new(real)), Path::new(expected));
        }
    }
}
