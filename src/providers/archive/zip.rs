//! The bytes of a zip file as Go's `archive/zip` writes them: the same files make the same hash with Terraform.

use std::io;

use super::entries::Entry;
use crate::lang::functions::deflate::{Level, deflate};

/// The version of the format that is needed to read an entry: 2.0.
const VERSION: u16 = 20;
/// Sizes and checksum follow the data.
const FLAG_DESCRIPTOR: u16 = 1 << 3;
/// The name is UTF-8 beyond ASCII.
const FLAG_UTF8: u16 = 1 << 11;
/// The compression method.
const DEFLATE: u16 = 8;
/// The date of a file, 2049-01-01 in DOS's form: what Go makes of its zero time.
const DATE: u16 = (69 << 9) | (1 << 5) | 1;

/// The zip file of these entries, in this order.
///
/// # Errors
/// If the archive or an entry is beyond 4 GB or there are more than 65535 entries.
pub fn archive(entries: &[Entry]) -> io::Result<Vec<u8>> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let name = entry.name.as_bytes();
        let compressed = deflate(&entry.content, Level::Five);
        let flags = FLAG_DESCRIPTOR | if entry.name.is_ascii() { 0 } else { FLAG_UTF8 };
        let date = if entry.mode.is_some() { DATE } else { 0 };
        let crc = {
            let mut crc = flate2::Crc::new();
            crc.update(&entry.content);
            crc.sum()
        };
        let offset = small(out.len())?;
        let name_length = u16::try_from(name.len()).map_err(|_| too_big())?;

        u32s(&mut out, &[0x0403_4b50]);
        u16s(&mut out, &[VERSION, flags, DEFLATE, 0, date]);
        u32s(&mut out, &[0, 0, 0]);
        u16s(&mut out, &[name_length, 0]);
        out.extend(name);
        out.extend(&compressed);
        let sizes = [crc, small(compressed.len())?, small(entry.content.len())?];
        u32s(&mut out, &[0x0807_4b50]);
        u32s(&mut out, &sizes);

        let (creator, attributes) = entry.mode.map_or((VERSION, 0), |mode| {
            let read_only = u32::from(mode & 0o200 == 0);
            (3 << 8 | VERSION, (0o100_000 | mode) << 16 | read_only)
        });
        u32s(&mut directory, &[0x0201_4b50]);
        u16s(&mut directory, &[creator, VERSION, flags, DEFLATE, 0, date]);
        u32s(&mut directory, &sizes);
        u16s(&mut directory, &[name_length, 0, 0, 0, 0]);
        u32s(&mut directory, &[attributes, offset]);
        directory.extend(name);
    }
    let count = u16::try_from(entries.len()).map_err(|_| too_big())?;
    let (length, offset) = (small(directory.len())?, small(out.len())?);
    out.extend(directory);
    u32s(&mut out, &[0x0605_4b50]);
    u16s(&mut out, &[0, 0, count, count]);
    u32s(&mut out, &[length, offset]);
    u16s(&mut out, &[0]);
    Ok(out)
}

fn u16s(out: &mut Vec<u8>, numbers: &[u16]) {
    numbers.iter().for_each(|number| out.extend(number.to_le_bytes()));
}

fn u32s(out: &mut Vec<u8>, numbers: &[u32]) {
    numbers.iter().for_each(|number| out.extend(number.to_le_bytes()));
}

fn small(length: usize) -> io::Result<u32> {
    u32::try_from(length).ok().filter(|length| *length < u32::MAX).ok_or_else(too_big)
}

fn too_big() -> io::Error {
    io::Error::other("it is too big for a zip file without the 64-bit extension (4 GB, 65535 files)")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    #[test]
    fn an_archive_is_read_back_by_another_reader() {
        let entry = |name: &str, content: &str, mode| Entry {
            name: name.into(),
            content: content.as_bytes().to_vec(),
            mode,
        };
        let entries = [entry("a.txt", "aaaa", Some(0o640)), entry("b/ä.txt", "", None)];
        let bytes = archive(&entries).expect("an archive");
        let mut zip = ::zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
        for entry in &entries {
            let mut file = zip.by_name(&entry.name).expect("the file");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("read");
            assert_eq!(content, entry.content);
            assert_eq!(file.unix_mode(), entry.mode.map(|mode| 0o100_000 | mode));
        }
        assert_eq!(zip.len(), 2);
    }
}
