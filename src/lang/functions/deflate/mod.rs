//! Deflate with the very bytes that Go's `compress/flate` gives at levels 5 and 6.
//!
//! Any deflate stream can be unpacked, but these end up in `user_data` and in hashes of archives: other bytes are a
//! change of a resource. So the search for matches, the ends of blocks and the choice of codes are Go's.

mod bits;
mod block;
mod codes;
mod search;

use flate2::Crc;

use self::{bits::Bits, search::Search};

/// How hard the search for matches is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Go's level 5, of zip archives.
    Five,
    /// Go's level 6, its default.
    Six,
}

/// These bytes as a deflate stream.
pub fn deflate(bytes: &[u8], level: Level) -> Vec<u8> {
    let mut out = Bits::default();
    Search::new(level).run(bytes, &mut out);
    out.stored(&[], true);
    out.finish()
}

/// These bytes as a gzip file without a name and a time, at level 6. The stream is flushed once before it ends.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = Bits::default();
    Search::new(Level::Six).run(bytes, &mut out);
    out.stored(&[], false);
    out.stored(&[], true);
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    file.extend(out.finish());
    let mut crc = Crc::new();
    crc.update(bytes);
    file.extend(crc.sum().to_le_bytes());
    file.extend(crc.amount().to_le_bytes());
    file
}

#[cfg(test)]
mod tests;
