//! Networks: addresses and prefixes in CIDR notation, of both versions.

use std::net::{Ipv4Addr, Ipv6Addr};

use dashu_int::IBig;

use super::{
    Context, Function, FunctionError, Parameter,
    arguments::{Answer, gives_bool, gives_string, gives_strings, int, number, text},
};
use crate::lang::value::{Type, Value};

const PREFIX: Parameter = Parameter::string("prefix");

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "cidrcontains",
        &[Parameter::string("containing_prefix"), Parameter::string("contained_ip_or_prefix")],
        gives_bool,
        cidrcontains,
    ),
    Function::new("cidrhost", &[PREFIX, Parameter::number("hostnum")], gives_string, cidrhost),
    Function::new("cidrnetmask", &[PREFIX], gives_string, cidrnetmask),
    Function::new(
        "cidrsubnet",
        &[PREFIX, Parameter::number("newbits"), Parameter::number("netnum")],
        gives_string,
        cidrsubnet,
    ),
    Function::new("cidrsubnets", &[PREFIX], gives_strings, cidrsubnets)
        .variadic(Parameter::number("newbits")),
];

/// The first address of a network, and how many leading bits its addresses share.
#[derive(Clone, Copy)]
struct Prefix {
    address: u128,
    length: u32,
    /// The bits of an address: 32 or 128.
    bits: u32,
}

/// An address and its bits.
fn address(text: &str) -> Option<(u128, u32)> {
    if text.contains(':') {
        return Some((text.parse::<Ipv6Addr>().ok()?.to_bits(), 128));
    }
    let mut octets = 0u32;
    let mut count = 0;
    for octet in text.split('.') {
        // Leading zeros are decimal, too.
        let digits = (1..=20).contains(&octet.len()) && octet.bytes().all(|b| b.is_ascii_digit());
        octets = octets << 8 | u32::from(octet.parse::<u8>().ok().filter(|_| digits)?);
        count += 1;
        if count > 4 {
            return None;
        }
    }
    (count == 4).then_some((octets.into(), 32))
}

fn shown(address: u128, bits: u32) -> String {
    match bits {
        32 => Ipv4Addr::from_bits(address as u32).to_string(),
        _ => Ipv6Addr::from_bits(address).to_string(),
    }
}

impl Prefix {
    fn parse(text: &str) -> Option<Self> {
        let (before, length) = text.split_once('/')?;
        let (address, bits) = address(before)?;
        let length = Some(length).filter(|l| !l.is_empty() && l.bytes().all(|b| b.is_ascii_digit()))?;
        let length = length.parse().ok().filter(|length| *length <= bits)?;
        Some(Self { address, length, bits }.first())
    }

    /// The prefix of the first argument.
    fn of(args: &[Value]) -> Result<Self, FunctionError> {
        let text = text(args, 0);
        Self::parse(text).ok_or_else(|| {
            FunctionError::new(format!("invalid CIDR expression: invalid CIDR address: {text}"))
        })
    }

    /// The bits that its addresses differ in.
    fn host_bits(self) -> u32 {
        self.bits - self.length
    }

    /// The greatest number of a host.
    fn last_host(self) -> u128 {
        u128::MAX.checked_shr(128 - self.host_bits()).unwrap_or(0)
    }

    fn first(mut self) -> Self {
        self.address &= !self.last_host();
        self
    }
}

impl std::fmt::Display for Prefix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", shown(self.address, self.bits), self.length)
    }
}

/// A negative number counts from the end.
fn cidrhost(args: &[Value], _: &Context) -> Answer {
    let prefix = Prefix::of(args)?;
    let number = number(args, 1);
    let host =
        number.to_bigint().ok_or_else(|| FunctionError::argument(1, "value must be a whole number"))?;
    let last = IBig::from(prefix.last_host());
    let host = if host < IBig::ZERO { last + 1 + host } else { host };
    let host = u128::try_from(host).ok().filter(|host| *host <= prefix.last_host()).ok_or_else(|| {
        FunctionError::new(format!(
            "prefix of {} does not accommodate a host numbered {number}",
            prefix.length
        ))
    })?;
    Ok(shown(prefix.address | host, prefix.bits).into())
}

fn cidrnetmask(args: &[Value], _: &Context) -> Answer {
    let prefix = Prefix::of(args)?;
    if prefix.bits != 32 {
        return Err(FunctionError::new(format!("IPv6 addresses cannot have a netmask: {}", text(args, 0))));
    }
    Ok(shown(!prefix.last_host(), 32).into())
}

/// Terraform takes a negative number of bits, which widens the prefix, and a negative number of a subnet, whose
/// two's complement it sets in the address; both are kept, because a configuration may rely on them.
fn cidrsubnet(args: &[Value], _: &Context) -> Answer {
    let prefix = Prefix::of(args)?;
    let (newbits, number) = (int(args, 1)?, number(args, 2));
    let subnet =
        number.to_bigint().ok_or_else(|| FunctionError::argument(2, "value must be a whole number"))?;
    let length = i128::from(prefix.length) + i128::from(newbits);
    if length > i128::from(prefix.bits) {
        return Err(FunctionError::new(format!(
            "insufficient address space to extend prefix of {} by {newbits}",
            prefix.length
        )));
    }
    let length = u32::try_from(length).map_err(|_| {
        FunctionError::argument(1, format!("cannot shorten a prefix of {} by {newbits}", prefix.length))
    })?;
    let size = if subnet < IBig::ZERO { -subnet.clone() } else { subnet.clone() };
    if newbits >= 0 && size >= IBig::from(1) << newbits as usize {
        return Err(FunctionError::new(format!(
            "prefix extension of {newbits} does not accommodate a subnet numbered {number}"
        )));
    }
    let placed = IBig::from(prefix.address) | (subnet << (prefix.bits - length) as usize);
    let placed = if placed < IBig::ZERO { -placed } else { placed };
    let all = Prefix { length: 0, ..prefix }.last_host();
    let address = u128::try_from(placed & IBig::from(all)).unwrap_or(0);
    Ok(Prefix { address, length, ..prefix }.to_string().into())
}

/// Subnets one after another, each at the first place that its size allows.
fn cidrsubnets(args: &[Value], _: &Context) -> Answer {
    let parent = Prefix::of(args)?;
    let mut subnets = Vec::new();
    let mut next = Some(parent.address);
    let mut previous = parent;
    for at in 1..args.len() {
        let newbits = int(args, at)?;
        if newbits < 1 {
            return Err(FunctionError::argument(at, "must extend prefix by at least one bit"));
        }
        if newbits > 32 {
            return Err(FunctionError::argument(at, "may not extend prefix by more than 32 bits"));
        }
        let length = parent.length + newbits as u32;
        if length > parent.bits {
            let version = if parent.bits == 32 { "IPv4" } else { "IPv6" };
            let message =
                format!("would extend prefix to {length} bits, which is too long for an {version} address");
            return Err(FunctionError::argument(at, message));
        }
        let last = parent.address | parent.last_host();
        let fitting = next.and_then(|next| {
            let size = Prefix { length, ..parent }.last_host();
            let start = next.checked_add(size)? & !size;
            (start >= parent.address && start <= last).then_some(Prefix { address: start, length, ..parent })
        });
        let Some(subnet) = fitting else {
            return Err(FunctionError::argument(
                at,
                format!(
                    "not enough remaining address space for a subnet with a prefix of {length} bits after {previous}"
                ),
            ));
        };
        next = (subnet.address | subnet.last_host()).checked_add(1);
        previous = subnet;
        subnets.push(subnet.to_string().into());
    }
    Ok(Value::list(Type::String, subnets))
}

fn cidrcontains(args: &[Value], _: &Context) -> Answer {
    let outer = Prefix::of(args)?;
    let inner = text(args, 1);
    let inner = Prefix::parse(inner)
        .or_else(|| address(inner).map(|(address, bits)| Prefix { address, bits, length: bits }))
        .ok_or_else(|| {
            FunctionError::argument(1, format!("invalid IP address or CIDR expression: {inner}"))
        })?;
    if outer.bits != inner.bits {
        return Err(FunctionError::new(format!(
            "address family mismatch: {} vs. {}",
            text(args, 0),
            text(args, 1)
        )));
    }
    Ok(Value::from(inner.length >= outer.length && inner.address & !outer.last_host() == outer.address))
}
