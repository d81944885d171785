//! The `timeouts` block that many resource types have.

use std::time::Duration;

use super::{Attribute, Attributes, Field, Shape, WrongType, decode};
use crate::lang::value::{Object, Value};

/// How long the operations of one resource may take, where the configuration says so.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Timeouts {
    create: Option<String>,
    read: Option<String>,
    update: Option<String>,
    delete: Option<String>,
}

impl Timeouts {
    /// How long a create may take.
    pub fn create(&self, default: Duration) -> Duration {
        self.create.as_deref().and_then(parse_duration).unwrap_or(default)
    }

    /// How long a read may take.
    pub fn read(&self, default: Duration) -> Duration {
        self.read.as_deref().and_then(parse_duration).unwrap_or(default)
    }

    /// How long an update may take.
    pub fn update(&self, default: Duration) -> Duration {
        self.update.as_deref().and_then(parse_duration).unwrap_or(default)
    }

    /// How long a delete may take.
    pub fn delete(&self, default: Duration) -> Duration {
        self.delete.as_deref().and_then(parse_duration).unwrap_or(default)
    }
}

/// The attribute of a `timeouts` block for one operation.
pub const fn timeout(operation: &'static str) -> Attribute {
    Attribute { name: operation, doc: "How long it may take, such as `30m`.", ..Attribute::NEW }
}

impl Attributes for Timeouts {
    const ATTRIBUTES: &'static [Attribute] =
        &[timeout("create"), timeout("read"), timeout("update"), timeout("delete")];

    fn decode(object: &Object) -> Result<Self, WrongType> {
        Ok(Self {
            create: decode(object, "create")?,
            read: decode(object, "read")?,
            update: decode(object, "update")?,
            delete: decode(object, "delete")?,
        })
    }

    fn encode(self) -> Object {
        let all =
            [("create", self.create), ("read", self.read), ("update", self.update), ("delete", self.delete)];
        all.into_iter().map(|(name, value)| (name.into(), value.encode())).collect()
    }
}

impl Field for Timeouts {
    const SHAPE: Shape = Shape::Object(|| Self::ATTRIBUTES);

    fn decode(value: &Value) -> Option<Self> {
        Attributes::decode(value.as_mapping()?).ok()
    }

    /// Null when no operation is set. An operation that the resource type does not have is always null, and the
    /// engine drops it when it fits the object to the schema.
    fn encode(self) -> Value {
        if self == Self::default() {
            return Value::null(Self::SHAPE.ty());
        }
        Value::object(Attributes::encode(self))
    }
}

/// A duration as Go writes it: `1h30m`, `90s`, `500ms`; `None` if it is something else.
pub fn parse_duration(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    let mut total = Duration::ZERO;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let number: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let unit = rest.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(rest.len());
        let seconds = match &rest[..unit] {
            "ns" => 1e-9,
            "us" | "µs" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        total += Duration::try_from_secs_f64(number * seconds).ok()?;
        rest = &rest[unit..];
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_go_writes_them() {
        for (text, seconds) in [("30m", 1800), ("1h30m", 5400), ("90s", 90), ("2000ms", 2)] {
            assert_eq!(parse_duration(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        assert_eq!(parse_duration("1d"), None);
    }
}
