//! Paths as text: cleaned and made relative without asking the file system, so that links are kept as written.

use std::path::{Component, Path, PathBuf};

/// `path` below `base` unless it is absolute, without `.` and `..` in it.
pub fn join(base: &Path, path: impl AsRef<Path>) -> PathBuf {
    clean(&base.join(path))
}

/// The same path without `.`, and without `..` where a folder stands before it.
pub fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match out.components().next_back() {
                Some(Component::Normal(_)) => {
                    out.pop();
                }
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => out.push(".."),
            },
            other => out.push(other),
        }
    }
    if out.as_os_str().is_empty() { PathBuf::from(".") } else { out }
}

/// The way from the folder `from` to `to`, both absolute and clean; `.` if they are the same.
pub fn relative(from: &Path, to: &Path) -> PathBuf {
    let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(common).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(to.components().skip(common)).collect();
    if way.as_os_str().is_empty() { PathBuf::from(".") } else { way }
}

/// The folder of a file.
pub fn folder(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new("."))
}

/// The path as the dialect's functions return it: with `/`.
pub fn text(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace('\\', "/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_cleaned_as_text() {
        for (path, clean_path) in
            [("/a/./b/../c", "/a/c"), ("/..", "/"), ("../a/..", ".."), ("a/..", "."), ("/a//b/", "/a/b")]
        {
            assert_eq!(clean(Path::new(path)), PathBuf::from(clean_path), "{path}");
        }
    }

    #[test]
    fn the_way_between_folders_goes_over_the_common_one() {
        for (from, to, way) in [
            ("/a/b", "/a/b", "."),
            ("/a", "/a/b/c", "b/c"),
            ("/a/b/c", "/a", "../.."),
            ("/a/b", "/a/c", "../c"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), PathBuf::from(way), "{from} {to}");
        }
    }
}
