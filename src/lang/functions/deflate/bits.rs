//! A stream of bits, from the lowest of a byte to the highest.

/// The bits that are written so far.
#[derive(Default)]
pub(super) struct Bits {
    bytes: Vec<u8>,
    pending: u64,
    count: u32,
}

/// A code of a Huffman tree: its bits in the order in which they are written.
#[derive(Clone, Copy, Default)]
pub(super) struct Code {
    pub bits: u16,
    pub length: u8,
}

impl Bits {
    /// Writes the lowest `count` bits of a number; at most 32.
    pub fn number(&mut self, number: u32, count: u32) {
        self.pending |= u64::from(number) << self.count;
        self.count += count;
        while self.count >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    /// Writes a code.
    pub fn code(&mut self, code: Code) {
        self.number(code.bits.into(), code.length.into());
    }

    /// Writes a block of bytes as they are; at most 65535.
    pub fn stored(&mut self, bytes: &[u8], last: bool) {
        self.number(last.into(), 3);
        self.align();
        let length = bytes.len() as u32 & 0xffff;
        self.number(length, 16);
        self.number(!length & 0xffff, 16);
        self.bytes.extend_from_slice(bytes);
    }

    fn align(&mut self) {
        if self.count > 0 {
            self.number(0, 8 - self.count);
        }
    }

    /// The bytes; the last one is filled up with zeros.
    pub fn finish(mut self) -> Vec<u8> {
        self.align();
        self.bytes
    }
}
