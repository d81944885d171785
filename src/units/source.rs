//! Where the module of a unit is: `terraform { source = … }`.

use std::path::{Path, PathBuf};

use super::path;

/// The module that a unit runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A folder on this machine.
    Local {
        /// The folder of the module.
        module: PathBuf,
        /// What stands left of `//`: the folder that the module's own relative paths may reach.
        root: PathBuf,
    },
    /// Something that must be fetched: git, a registry, an archive. The text as written.
    Remote(String),
}

impl Source {
    /// Understands a source as it is written in the unit in `folder`.
    pub fn parse(text: &str, folder: &Path) -> Self {
        let local = text.strip_prefix("file://").unwrap_or(text);
        if is_remote(local) {
            return Source::Remote(text.to_owned());
        }
        let local = local.split_once('?').map_or(local, |(path, _)| path);
        let (root, below) = local.split_once("//").unwrap_or((local, ""));
        let root = path::join(folder, if root.is_empty() && local.starts_with("//") { "/" } else { root });
        Source::Local { module: path::join(&root, below), root }
    }
}

/// Whether a source names another machine.
fn is_remote(text: &str) -> bool {
    const HOSTS: [&str; 4] = ["github.com/", "gitlab.com/", "bitbucket.org/", "git@"];
    text.contains("::") || text.contains("://") || HOSTS.iter().any(|host| text.starts_with(host))
}

/// The source of one unit when the person gives `--source`: for many units (`all`), each keeps its own part
/// right of `//`.
pub fn overridden(own: Option<&str>, given: &str, all: bool) -> String {
    let bare = |text: &str| text.split_once('?').map_or(text.to_owned(), |(path, _)| path.to_owned());
    let module = own.map(bare).and_then(|own| {
        let after_scheme = own.find("://").map_or(0, |at| at + 3);
        own[after_scheme..].split_once("//").map(|(_, module)| module.to_owned())
    });
    match module {
        Some(module) if all => format!("{}//{module}", given.trim_end_matches('/')),
        _ => given.to_owned(),
    }
}

/// The source after `--source-map from=to`: the first that fits replaces what stands left of `//`.
pub fn mapped(own: &str, map: &[(String, String)]) -> String {
    let fits = |from: &str| {
        own.strip_prefix(from)
            .filter(|rest| rest.is_empty() || rest.starts_with("//") || rest.starts_with('?'))
    };
    map.iter().find_map(|(from, to)| Some(format!("{to}{}", fits(from)?))).unwrap_or_else(|| own.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_sources_are_folders_below_the_unit() {
        for (text, module, root) in [
            (".", "/e/u", "/e/u"),
            ("../../modules/vpc", "/modules/vpc", "/modules/vpc"),
            ("../modules//vpc", "/e/modules/vpc", "/e/modules"),
            ("/m//vpc/inner", "/m/vpc/inner", "/m"),
            ("../modules//vpc?ref=v1", "/e/modules/vpc", "/e/modules"),
            ("file:///m/vpc", "/m/vpc", "/m/vpc"),
        ] {
            let local = Source::Local { module: module.into(), root: root.into() };
            assert_eq!(Source::parse(text, Path::new("/e/u")), local, "{text}");
        }
    }

    #[test]
    fn other_machines_are_remote() {
        for text in [
            "git::https://example.com/x.git//m?ref=v1",
            "github.com/a/b//m",
            "git@example.com:a/b.git",
            "tfr:///terraform-aws-modules/vpc/aws?version=5.0.0",
            "s3::https://s3.amazonaws.com/b/m.zip",
        ] {
            assert_eq!(Source::parse(text, Path::new("/e/u")), Source::Remote(text.into()), "{text}");
        }
    }

    #[test]
    fn a_given_source_keeps_the_module_of_each_of_many_units() {
        assert_eq!(overridden(Some("git::https://h/r.git//vpc?ref=v1"), "/src", true), "/src//vpc");
        assert_eq!(overridden(Some("git::https://h/r.git//vpc?ref=v1"), "/src//db", false), "/src//db");
        assert_eq!(overridden(None, "/src", true), "/src");
    }

    #[test]
    fn a_source_map_replaces_what_stands_left_of_the_module() {
        let map = [("git::https://h/r.git".to_owned(), "/r".to_owned())];
        assert_eq!(mapped("git::https://h/r.git//vpc", &map), "/r//vpc");
        assert_eq!(mapped("git::https://h/r.git2//vpc", &map), "git::https://h/r.git2//vpc");
    }
}
