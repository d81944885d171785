//! The search for earlier occurrences: hash chains over a window, with a look at the next place before a match is
//! taken.

use super::{Level, bits::Bits, block};

/// How far back a match may begin.
const WINDOW: usize = 1 << 15;
/// The shortest and the longest match.
const SHORTEST: usize = 4;
const LONGEST: usize = 258;
/// The bits of a hash.
const HASH_BITS: u32 = 17;
/// The symbols of a block.
const BLOCK: usize = 1 << 14;

/// A symbol of a block.
#[derive(Clone, Copy)]
pub(super) enum Token {
    /// One byte as it is.
    Literal(u8),
    /// What is `distance` bytes back, `length` bytes of it.
    Match { length: u16, distance: u16 },
}

/// The state of a compression: two windows of text, and where each hash was seen last.
pub(super) struct Search {
    /// A previous match of this length is good enough.
    lazy: usize,
    /// A match of this length ends the search.
    nice: usize,
    /// How many earlier places are looked at.
    chain: usize,
    text: Vec<u8>,
    end: usize,
    at: usize,
    /// Where the block begins, if that is still in the window.
    block_start: Option<usize>,
    /// The place of each hash, plus `base`.
    heads: Vec<usize>,
    /// The place before each place of the window that has the same hash, plus `base`.
    previous: Vec<usize>,
    base: usize,
    head: usize,
    length: usize,
    distance: usize,
    byte_pending: bool,
    tokens: Vec<Token>,
}

impl Search {
    pub fn new(level: Level) -> Self {
        let (lazy, nice, chain) = match level {
            Level::Five => (16, 32, 32),
            Level::Six => (16, 128, 128),
        };
        Self {
            lazy,
            nice,
            chain,
            text: vec![0; 2 * WINDOW],
            end: 0,
            at: 0,
            block_start: Some(0),
            heads: vec![0; 1 << HASH_BITS],
            previous: vec![0; WINDOW],
            base: 1,
            head: 0,
            length: SHORTEST - 1,
            distance: 0,
            byte_pending: false,
            tokens: Vec::with_capacity(BLOCK),
        }
    }

    /// Writes all blocks of these bytes, none of them as the last.
    pub fn run(mut self, mut bytes: &[u8], out: &mut Bits) {
        while !bytes.is_empty() {
            self.step(false, out);
            bytes = &bytes[self.fill(bytes)..];
        }
        self.step(true, out);
    }

    /// Takes in as many bytes as there is room for; gives their number.
    fn fill(&mut self, bytes: &[u8]) -> usize {
        if self.at >= 2 * WINDOW - (SHORTEST + LONGEST) {
            self.text.copy_within(WINDOW.., 0);
            self.at -= WINDOW;
            self.end -= WINDOW;
            self.block_start = self.block_start.and_then(|start| start.checked_sub(WINDOW));
            self.base += WINDOW;
        }
        let count = bytes.len().min(2 * WINDOW - self.end);
        self.text[self.end..self.end + count].copy_from_slice(&bytes[..count]);
        self.end += count;
        count
    }

    /// Puts a place into the chain of its hash; gives the place that was the head of it.
    fn insert(&mut self, at: usize) -> usize {
        let four = [self.text[at], self.text[at + 1], self.text[at + 2], self.text[at + 3]];
        let hash = u32::from_be_bytes(four).wrapping_mul(0x1e35_a7bd) >> (32 - HASH_BITS);
        let head = std::mem::replace(&mut self.heads[hash as usize], at + self.base);
        self.previous[at % WINDOW] = head;
        head
    }

    /// Goes on as far as enough text lies ahead, or to the end if this is the end.
    fn step(&mut self, to_end: bool, out: &mut Bits) {
        let hashable = (self.end + 1).saturating_sub(SHORTEST);
        loop {
            let ahead = self.end - self.at;
            if ahead < SHORTEST + LONGEST {
                if !to_end {
                    return;
                }
                if ahead == 0 {
                    if std::mem::take(&mut self.byte_pending) {
                        self.tokens.push(Token::Literal(self.text[self.at - 1]));
                    }
                    if !self.tokens.is_empty() {
                        self.write_block(self.at, out);
                    }
                    return;
                }
            }
            if self.at < hashable {
                self.head = self.insert(self.at);
            }
            let (length_before, distance_before) = (self.length, self.distance);
            (self.length, self.distance) = (SHORTEST - 1, 0);
            if ahead > length_before
                && length_before < self.lazy
                && let Some(head) = self.head.checked_sub(self.base)
                && head + WINDOW >= self.at
                && let Some(found) = self.find(head, ahead)
            {
                (self.length, self.distance) = found;
            }
            if length_before >= SHORTEST && self.length <= length_before {
                // The match that began one byte before is not worse: it is taken.
                self.tokens
                    .push(Token::Match { length: length_before as u16, distance: distance_before as u16 });
                let after = self.at + length_before - 1;
                for at in self.at + 1..after.min(hashable) {
                    self.insert(at);
                }
                self.at = after.max(self.at + 1);
                self.byte_pending = false;
                self.length = SHORTEST - 1;
                if self.tokens.len() == BLOCK {
                    self.write_block(self.at, out);
                }
            } else {
                if self.byte_pending {
                    self.tokens.push(Token::Literal(self.text[self.at - 1]));
                    if self.tokens.len() == BLOCK {
                        self.write_block(self.at, out);
                    }
                }
                self.at += 1;
                self.byte_pending = true;
            }
        }
    }

    /// The longest match with what begins at `head` or before it in the chain: its length and distance.
    fn find(&self, head: usize, ahead: usize) -> Option<(usize, usize)> {
        let longest = ahead.min(LONGEST);
        let nice = self.nice.min(longest);
        let here = &self.text[self.at..self.at + longest];
        let mut best = None;
        let mut length = SHORTEST - 1;
        let mut earlier = head;
        for _ in 0..self.chain {
            let there = &self.text[earlier..];
            if there[length] == here[length] {
                let same = here.iter().zip(there).take_while(|(a, b)| a == b).count();
                let distance = self.at - earlier;
                // A short match from far away costs more than its bytes.
                if same > length && (same > SHORTEST || distance <= 4096) {
                    length = same;
                    best = Some((length, distance));
                    if length >= nice {
                        break;
                    }
                }
            }
            // Beyond the window the chain is overwritten.
            if earlier + WINDOW == self.at {
                break;
            }
            match self.previous[earlier % WINDOW].checked_sub(self.base) {
                Some(before) if before + WINDOW >= self.at => earlier = before,
                _ => break,
            }
        }
        best
    }

    fn write_block(&mut self, end: usize, out: &mut Bits) {
        let text = self.block_start.map(|start| &self.text[start..end]);
        block::write(&self.tokens, text, out);
        self.block_start = Some(end);
        self.tokens.clear();
    }
}
