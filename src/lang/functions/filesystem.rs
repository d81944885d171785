//! Files that are part of the configuration, and paths.

use std::{
    io,
    path::{Component, Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, gives_bool, gives_string, string, text},
};
use crate::lang::value::{Marks, Value};

/// The path of a file. It may be sensitive: then messages do not show it.
pub(super) const FILE: Parameter = Parameter::string("path").marked();
const PATH: Parameter = Parameter::string("path");

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("abspath", &[PATH], gives_string, abspath),
    Function::new("basename", &[PATH], gives_string, |args, _| Ok(string(base_name(text(args, 0))))),
    Function::new("dirname", &[PATH], gives_string, |args, _| Ok(string(dir_name(text(args, 0))))),
    Function::new("file", &[FILE], gives_string, file),
    Function::new("filebase64", &[FILE], gives_string, filebase64),
    Function::new("fileexists", &[FILE], gives_bool, fileexists),
    Function::new("pathexpand", &[PATH], gives_string, pathexpand),
];

/// The path with `.`, `..` and doubled slashes resolved by text alone; `.` if nothing is left.
pub(super) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.join("/")) {
        (true, rest) => format!("/{rest}"),
        (false, rest) if rest.is_empty() => ".".into(),
        (false, rest) => rest,
    }
}

fn base_name(path: &str) -> &str {
    match path.trim_end_matches('/') {
        "" if path.is_empty() => ".",
        "" => "/",
        path => path.rsplit('/').next().unwrap_or(path),
    }
}

fn dir_name(path: &str) -> String {
    clean(path.rfind('/').map_or("", |at| &path[..=at]))
}

/// The path with a `~` at its start replaced by the user's home.
fn expanded(path: &str) -> Result<String, FunctionError> {
    let Some(rest) = path.strip_prefix('~') else { return Ok(path.to_owned()) };
    if !rest.is_empty() && !rest.starts_with('/') {
        return Err(FunctionError::new("failed to expand ~: cannot expand user-specific home dir"));
    }
    let home = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
    let home = home.ok_or_else(|| FunctionError::new("failed to expand ~: there is no home folder"))?;
    Ok(if rest.is_empty() {
        home.display().to_string()
    } else {
        clean(&format!("{}/{rest}", home.display()))
    })
}

fn pathexpand(args: &[Value], _: &Context) -> Answer {
    Ok(string(expanded(text(args, 0))?))
}

fn abspath(args: &[Value], cx: &Context) -> Answer {
    let path = std::path::absolute(cx.work_dir.read(text(args, 0)))
        .map_err(|error| FunctionError::new(format!("cannot find the current folder: {error}")))?;
    Ok(string(clean(&path.to_string_lossy())))
}

/// Where the file of the first argument is; and how a message names it.
pub(super) fn located(args: &[Value], cx: &Context) -> Result<(PathBuf, String), FunctionError> {
    let path = expanded(text(args, 0)).map_err(|error| FunctionError::argument(0, error.message))?;
    let shown = if args[0].is_sensitive() { "(sensitive value)".to_owned() } else { format!("{path:?}") };
    Ok((resolved(&cx.work_dir.read(&path)), shown))
}

/// The path with `..` resolved by text alone, as a person reads it.
fn resolved(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    if out.as_os_str().is_empty() { PathBuf::from(".") } else { out }
}

/// The bytes of the file of the first argument, and the marks of its path.
pub(super) fn read(args: &[Value], cx: &Context) -> Result<(Vec<u8>, Marks), FunctionError> {
    let (path, shown) = located(args, cx)?;
    let bytes = std::fs::read(&path).map_err(|error| {
        FunctionError::argument(
            0,
            match error.kind() {
                io::ErrorKind::NotFound => format!(
                    "no file exists at {shown}; the function reads files that are there before the run, so take \
                     the contents of a file that a resource creates from an attribute of that resource"
                ),
                io::ErrorKind::IsADirectory => format!("{shown} is a directory, not a file"),
                _ => format!("failed to read file {shown}: {error}"),
            },
        )
    })?;
    Ok((bytes, args[0].marks()))
}

fn file(args: &[Value], cx: &Context) -> Answer {
    let (bytes, marks) = read(args, cx)?;
    Ok(string(contents(bytes, args, cx)?).with_marks(marks))
}

/// The text of a file's bytes.
pub(super) fn contents(bytes: Vec<u8>, args: &[Value], cx: &Context) -> Result<String, FunctionError> {
    String::from_utf8(bytes).or_else(|_| {
        let (_, shown) = located(args, cx)?;
        Err(FunctionError::argument(
            0,
            format!("contents of {shown} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead"),
        ))
    })
}

fn filebase64(args: &[Value], cx: &Context) -> Answer {
    let (bytes, marks) = read(args, cx)?;
    Ok(Value::from(STANDARD.encode(bytes)).with_marks(marks))
}

fn fileexists(args: &[Value], cx: &Context) -> Answer {
    let (path, shown) = located(args, cx)?;
    let exists = match std::fs::metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(FunctionError::argument(0, format!("failed to stat {shown}: {error}"))),
        Ok(found) if found.is_file() => true,
        Ok(found) => {
            let what = if found.is_dir() { "a directory" } else { "something else" };
            return Err(FunctionError::argument(0, format!("{shown} is {what}, not a file")));
        }
    };
    Ok(Value::from(exists).with_marks(args[0].marks()))
}
