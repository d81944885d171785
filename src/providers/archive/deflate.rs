//! The compression of what is in an archive.

use std::io::{self, Write as _};

use flate2::{Compression, write::DeflateEncoder};

/// These bytes as a deflate stream.
pub fn deflate(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(5));
    encoder.write_all(bytes)?;
    encoder.finish()
}
