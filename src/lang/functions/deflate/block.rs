//! A block: its symbols with fixed codes, with codes of its own, or the bytes as they are, whichever is shortest.

use super::{
    bits::{Bits, Code},
    codes::codes,
    search::Token,
};

/// The symbols of literals, the end of a block and lengths.
const LITERALS: usize = 286;
/// The symbols of distances.
const DISTANCES: usize = 30;
/// The symbol that ends a block.
const END: usize = 256;
/// The most bytes that are stored as they are.
const LONGEST_STORED: usize = 65535;
/// The order in which the lengths of the codes of code lengths are written.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// A symbol, and the bits that follow it.
#[derive(Clone, Copy)]
struct Symbol {
    symbol: usize,
    extra: u32,
    extra_bits: u32,
}

/// The symbol of a length from 3 to 258.
fn length_symbol(length: u16) -> Symbol {
    let over = u32::from(length) - 3;
    match over {
        0..8 => Symbol { symbol: 257 + over as usize, extra: 0, extra_bits: 0 },
        255 => Symbol { symbol: 285, extra: 0, extra_bits: 0 },
        _ => {
            let extra_bits = over.ilog2() - 2;
            let group = (over >> extra_bits) & 3;
            let symbol = 257 + 4 * (extra_bits as usize + 1) + group as usize;
            Symbol { symbol, extra: over & ((1 << extra_bits) - 1), extra_bits }
        }
    }
}

/// The symbol of a distance from 1.
fn distance_symbol(distance: u16) -> Symbol {
    let over = u32::from(distance) - 1;
    if over < 4 {
        return Symbol { symbol: over as usize, extra: 0, extra_bits: 0 };
    }
    let extra_bits = over.ilog2() - 1;
    let symbol = 2 * (extra_bits as usize + 1) + ((over >> extra_bits) & 1) as usize;
    Symbol { symbol, extra: over & ((1 << extra_bits) - 1), extra_bits }
}

/// Writes a block that is not the last. `text` is what the tokens say, if it is still at hand.
pub(super) fn write(tokens: &[Token], text: Option<&[u8]>, out: &mut Bits) {
    let mut literals = [0u32; LITERALS];
    let mut distances = [0u32; DISTANCES];
    let mut extra_bits = 0;
    for token in tokens {
        match token {
            Token::Literal(byte) => literals[usize::from(*byte)] += 1,
            Token::Match { length, distance } => {
                let (length, distance) = (length_symbol(*length), distance_symbol(*distance));
                literals[length.symbol] += 1;
                distances[distance.symbol] += 1;
                extra_bits += (length.extra_bits + distance.extra_bits) as usize;
            }
        }
    }
    literals[END] += 1;
    if distances.iter().all(|count| *count == 0) {
        // A tree must have a code.
        distances[0] = 1;
    }
    let stored = text.filter(|text| text.len() <= LONGEST_STORED);
    // Both encodings have these bits; they count only against storing.
    let extra_bits = if stored.is_some() { extra_bits } else { 0 };
    let fixed = (fixed_literals(), vec![Code { bits: 0, length: 5 }; DISTANCES]);
    let own = (codes(&literals, 15), codes(&distances, 15));
    let size = |(l, d): &(Vec<Code>, Vec<Code>)| cost(l, &literals) + cost(d, &distances) + extra_bits;
    let header = Header::new(&own.0, &own.1, &literals, &distances);
    let (fixed_size, own_size) = (3 + size(&fixed), header.size() + size(&own));
    if let Some(text) = stored
        && (text.len() + 5) * 8 < fixed_size.min(own_size)
    {
        out.stored(text, false);
    } else if own_size < fixed_size {
        header.write(out);
        write_tokens(tokens, &own.0, &own.1, out);
    } else {
        out.number(2, 3);
        write_tokens(tokens, &fixed.0, &fixed_distances(), out);
    }
}

fn cost(codes: &[Code], frequencies: &[u32]) -> usize {
    codes.iter().zip(frequencies).map(|(code, count)| usize::from(code.length) * *count as usize).sum()
}

fn write_tokens(tokens: &[Token], literals: &[Code], distances: &[Code], out: &mut Bits) {
    for token in tokens {
        match token {
            Token::Literal(byte) => out.code(literals[usize::from(*byte)]),
            Token::Match { length, distance } => {
                let (length, distance) = (length_symbol(*length), distance_symbol(*distance));
                out.code(literals[length.symbol]);
                out.number(length.extra, length.extra_bits);
                out.code(distances[distance.symbol]);
                out.number(distance.extra, distance.extra_bits);
            }
        }
    }
    out.code(literals[END]);
}

fn code(bits: u16, length: u8) -> Code {
    Code { bits: bits.reverse_bits() >> (16 - length), length }
}

fn fixed_literals() -> Vec<Code> {
    let fixed = |symbol: u16| match symbol {
        0..144 => code(symbol + 48, 8),
        144..256 => code(symbol + 400 - 144, 9),
        256..280 => code(symbol - 256, 7),
        _ => code(symbol + 192 - 280, 8),
    };
    (0..LITERALS as u16).map(fixed).collect()
}

fn fixed_distances() -> Vec<Code> {
    (0..DISTANCES as u16).map(|symbol| code(symbol, 5)).collect()
}

/// The codes of a block, as they are written before it.
struct Header {
    literals: usize,
    distances: usize,
    /// The lengths of all codes, runs as 16, 17 and 18, with the number that follows those.
    runs: Vec<(usize, u32)>,
    /// How often each occurs.
    frequencies: [u32; 19],
    codes: Vec<Code>,
    /// How many lengths of `codes` are written.
    written: usize,
}

impl Header {
    fn new(literal_codes: &[Code], distance_codes: &[Code], literals: &[u32], distances: &[u32]) -> Self {
        let used =
            |frequencies: &[u32]| frequencies.iter().rposition(|count| *count > 0).map_or(0, |at| at + 1);
        let (literals, distances) = (used(literals), used(distances));
        let lengths = literal_codes[..literals].iter().chain(&distance_codes[..distances]);
        let lengths: Vec<u8> = lengths.map(|code| code.length).collect();
        let mut runs = Vec::new();
        for run in lengths.chunk_by(|a, b| a == b) {
            let (length, mut count) = (usize::from(run[0]), run.len());
            if length == 0 {
                while count >= 11 {
                    let part = count.min(138);
                    runs.push((18, part as u32 - 11));
                    count -= part;
                }
                if count >= 3 {
                    runs.push((17, count as u32 - 3));
                    count = 0;
                }
            } else {
                runs.push((length, 0));
                count -= 1;
                while count >= 3 {
                    let part = count.min(6);
                    runs.push((16, part as u32 - 3));
                    count -= part;
                }
            }
            runs.extend(std::iter::repeat_n((length, 0), count));
        }
        let mut frequencies = [0; 19];
        runs.iter().for_each(|(symbol, _)| frequencies[*symbol] += 1);
        let written =
            ORDER.iter().rposition(|symbol| frequencies[*symbol] > 0).map_or(4, |at| (at + 1).max(4));
        Self { literals, distances, runs, codes: codes(&frequencies, 7), frequencies, written }
    }

    /// Its bits.
    fn size(&self) -> usize {
        let repeats = [(16, 2), (17, 3), (18, 7)];
        let repeats: usize =
            repeats.iter().map(|(symbol, bits)| self.frequencies[*symbol] as usize * bits).sum();
        3 + 5 + 5 + 4 + 3 * self.written + cost(&self.codes, &self.frequencies) + repeats
    }

    fn write(&self, out: &mut Bits) {
        out.number(4, 3);
        out.number(self.literals as u32 - 257, 5);
        out.number(self.distances as u32 - 1, 5);
        out.number(self.written as u32 - 4, 4);
        for symbol in &ORDER[..self.written] {
            out.number(self.codes[*symbol].length.into(), 3);
        }
        for (symbol, number) in &self.runs {
            out.code(self.codes[*symbol]);
            out.number(
                *number,
                match symbol {
                    16 => 2,
                    17 => 3,
                    18 => 7,
                    _ => 0,
                },
            );
        }
    }
}
