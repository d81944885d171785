//! Addresses: `module.a["k"].aws_vpc.main[0]`: parse, print, match, order.

use std::{fmt, sync::Arc};

use crate::diagnostic::Diagnostic;

/// A name in an address; cheap to clone.
pub type Name = Arc<str>;

/// What tells the instances of one object apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// From `count`.
    Index(u64),
    /// From `for_each`.
    Name(Name),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Index(index) => write!(f, "[{index}]"),
            Key::Name(name) => write!(f, "[{}]", quoted(name)),
        }
    }
}

/// A name between quotes, escaped as in HCL.
fn quoted(name: &str) -> String {
    let mut out = String::from("\"");
    for (at, c) in name.char_indices() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if name[at + 1..].starts_with('{') => out.extend([c, c]),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// One step into the tree of module instances.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleStep {
    /// The label of the `module` block.
    pub name: Name,
    /// Which instance of it.
    pub key: Option<Key>,
}

/// A module instance, from the root module (no steps) down.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleInstance(pub Vec<ModuleStep>);

impl ModuleInstance {
    /// The root module.
    pub fn root() -> Self {
        Self::default()
    }

    /// Whether it is the root module.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// The instance `key` of the module call `name` in this module instance.
    pub fn child(&self, name: &Name, key: Option<Key>) -> Self {
        let mut steps = self.0.clone();
        steps.push(ModuleStep { name: name.clone(), key });
        Self(steps)
    }

    /// The names of its steps without keys: the place in the tree of configuration.
    pub fn path(&self) -> Vec<Name> {
        self.0.iter().map(|step| step.name.clone()).collect()
    }
}

impl fmt::Display for ModuleInstance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, step) in self.0.iter().enumerate() {
            write!(f, "{}module.{}", if i == 0 { "" } else { "." }, step.name)?;
            if let Some(key) = &step.key {
                write!(f, "{key}")?;
            }
        }
        Ok(())
    }
}

/// Who manages the object of a `resource` or `data` block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// `data`: it is only read.
    Data,
    /// `resource`: it is created, changed and destroyed.
    Managed,
}

/// A `resource` or `data` block in a module, by type and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Resource {
    /// Managed or data.
    pub mode: Mode,
    /// The resource type, such as `aws_vpc`.
    pub kind: Name,
    /// The label that the module gives it.
    pub name: Name,
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = if self.mode == Mode::Data { "data." } else { "" };
        write!(f, "{data}{}.{}", self.kind, self.name)
    }
}

/// One instance of a resource, in one instance of its module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instance {
    /// The module instance.
    pub module: ModuleInstance,
    /// The resource in it.
    pub resource: Resource,
    /// The instance of the resource.
    pub key: Option<Key>,
}

impl Instance {
    /// The address without the instance key: what `dependencies` in a state lists, without module keys.
    pub fn config(&self) -> String {
        let mut out = String::new();
        for step in &self.module.0 {
            out.push_str(&format!("module.{}.", step.name));
        }
        out + &self.resource.to_string()
    }
}

impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.module.is_root() {
            write!(f, "{}.", self.module)?;
        }
        write!(f, "{}", self.resource)?;
        self.key.as_ref().map_or(Ok(()), |key| write!(f, "{key}"))
    }
}

/// What a person writes to name one or many objects: a module, a resource or an instance of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The module instance; a step without a key stands for all its instances.
    pub module: ModuleInstance,
    /// The resource in it; `None` stands for the whole module.
    pub resource: Option<(Resource, Option<Key>)>,
}

impl Target {
    /// Parses an address as it is written on a command line or in a `moved` block.
    ///
    /// # Errors
    /// An error diagnostic that says what was expected and at which character.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        let mut parser = Parser { text, at: 0 };
        let target = parser.target()?;
        if parser.at < text.len() {
            return Err(parser.fail("a `.` or the end of the address"));
        }
        Ok(target)
    }

    /// Whether the instance is, or is inside, what this names.
    pub fn contains(&self, instance: &Instance) -> bool {
        let (mine, its) = (&self.module.0, &instance.module.0);
        let module = mine.len() <= its.len()
            && mine.iter().zip(its).all(|(a, b)| a.name == b.name && (a.key.is_none() || a.key == b.key));
        match &self.resource {
            None => module,
            Some((resource, key)) => {
                module
                    && mine.len() == its.len()
                    && *resource == instance.resource
                    && (key.is_none() || *key == instance.key)
            }
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.resource {
            None => write!(f, "{}", self.module),
            Some((resource, key)) => {
                let (module, resource, key) = (self.module.clone(), resource.clone(), key.clone());
                write!(f, "{}", Instance { module, resource, key })
            }
        }
    }
}

impl std::str::FromStr for Instance {
    type Err = Diagnostic;

    /// Parses the address of one resource instance.
    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        let Target { module, resource } = Target::parse(text)?;
        let (resource, key) = resource.ok_or_else(|| {
            Diagnostic::error("Invalid resource address")
                .detail(format!("`{text}` names a module, not a resource."))
        })?;
        Ok(Self { module, resource, key })
    }
}

/// A reader of addresses, a character at a time.
struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn target(&mut self) -> Result<Target, Diagnostic> {
        let mut module = ModuleInstance::root();
        loop {
            let mut name = self.name("a name")?;
            if name == "module" {
                self.expect('.')?;
                let call = self.name("the name of a module")?;
                let key = self.key()?;
                module = module.child(&call.as_str().into(), key);
                if self.at == self.text.len() {
                    return Ok(Target { module, resource: None });
                }
                self.expect('.')?;
                continue;
            }
            let mode = if name == "data" { Mode::Data } else { Mode::Managed };
            if mode == Mode::Data {
                self.expect('.')?;
                name = self.name("a type of data source")?;
            }
            self.expect('.')?;
            let label = self.name("the name of a resource")?;
            let resource = Resource { mode, kind: name.into(), name: label.into() };
            return Ok(Target { module, resource: Some((resource, self.key()?)) });
        }
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn name(&mut self, what: &str) -> Result<String, Diagnostic> {
        let end = self
            .rest()
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(self.rest().len());
        if end == 0 || self.rest().starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            return Err(self.fail(what));
        }
        let name = self.rest()[..end].to_owned();
        self.at += end;
        Ok(name)
    }

    fn expect(&mut self, c: char) -> Result<(), Diagnostic> {
        if !self.rest().starts_with(c) {
            return Err(self.fail(&format!("`{c}`")));
        }
        self.at += c.len_utf8();
        Ok(())
    }

    fn key(&mut self) -> Result<Option<Key>, Diagnostic> {
        if !self.rest().starts_with('[') {
            return Ok(None);
        }
        self.at += 1;
        let key = if self.rest().starts_with('"') {
            Key::Name(self.quoted()?.into())
        } else {
            let end = self.rest().find(']').unwrap_or(self.rest().len());
            let index = self.rest()[..end].parse().map_err(|_| self.fail("an index or a quoted key"))?;
            self.at += end;
            Key::Index(index)
        };
        self.expect(']')?;
        Ok(Some(key))
    }

    fn quoted(&mut self) -> Result<String, Diagnostic> {
        self.at += 1;
        let mut out = String::new();
        let mut chars = self.rest().char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.at += at + 1;
                    return Ok(out.replace("$${", "${").replace("%%{", "%{"));
                }
                '\\' => match chars.next() {
                    Some((_, 'n')) => out.push('\n'),
                    Some((_, 'r')) => out.push('\r'),
                    Some((_, 't')) => out.push('\t'),
                    Some((_, c)) => out.push(c),
                    None => break,
                },
                c => out.push(c),
            }
        }
        Err(self.fail("the end of the quoted key"))
    }

    fn fail(&self, expected: &str) -> Diagnostic {
        Diagnostic::error("Invalid address").detail(format!(
            "`{}` is not the address of a module or resource: expected {expected} at character {}.",
            self.text,
            self.text[..self.at].chars().count() + 1
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_parses_to_the_same_address() {
        for text in [
            "aws_vpc.main",
            "aws_vpc.main[0]",
            "data.aws_ami.al2023",
            r#"module.a["k.\"x\""].module.b[3].aws_subnet.s["a/b"]"#,
            r#"aws_x.y["$${z}"]"#,
        ] {
            let instance: Instance = text.parse().expect(text);
            assert_eq!(instance.to_string(), text);
        }
        assert_eq!(Target::parse("module.a[0]").expect("a module").to_string(), "module.a[0]");
    }

    #[test]
    fn what_is_no_address_says_what_was_expected() {
        for (text, expected) in [
            ("", "a name at character 1"),
            ("aws_vpc", "`.` at character 8"),
            ("aws_vpc.main[x]", "an index or a quoted key at character 14"),
            ("aws_vpc.main.id", "the end of the address at character 13"),
            ("aws_vpc.main[\"a", "the end of the quoted key"),
        ] {
            let error = Target::parse(text).expect_err(text);
            assert!(error.detail.contains(expected), "{text}: {}", error.detail);
        }
    }

    #[test]
    fn a_target_holds_its_instances() {
        let instance: Instance = r#"module.a["x"].aws_vpc.main[1]"#.parse().expect("an address");
        for (target, holds) in [
            ("module.a", true),
            (r#"module.a["x"]"#, true),
            (r#"module.a["y"]"#, false),
            ("module.a.aws_vpc.main", true),
            (r#"module.a["x"].aws_vpc.main[1]"#, true),
            (r#"module.a["x"].aws_vpc.main[0]"#, false),
            ("aws_vpc.main", false),
        ] {
            assert_eq!(Target::parse(target).expect(target).contains(&instance), holds, "{target}");
        }
    }
}
