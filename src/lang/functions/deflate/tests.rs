//! That what is packed can be unpacked; that the bytes are Go's is in the tables of the functions.

use std::io::Read;

use flate2::read::{DeflateDecoder, GzDecoder};

use super::*;

fn samples() -> Vec<Vec<u8>> {
    let mut state = 1u32;
    let mut noise = |length: usize, range: u32| -> Vec<u8> {
        let next = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 16) % range) as u8
        };
        (0..length).map(next).collect()
    };
    vec![
        Vec::new(),
        vec![7],
        vec![b'a'; 100_000],
        b"abcd".repeat(30_000),
        noise(200_000, 256),
        noise(200_000, 4),
        noise(70_000, 2),
        [noise(40_000, 256), vec![0; 40_000], noise(40_000, 16)].concat(),
    ]
}

#[test]
fn a_stream_unpacks_to_what_was_packed() {
    for bytes in samples() {
        for level in [Level::Five, Level::Six] {
            let mut back = Vec::new();
            DeflateDecoder::new(&deflate(&bytes, level)[..]).read_to_end(&mut back).unwrap();
            assert!(back == bytes, "{level:?}, {} bytes", bytes.len());
        }
    }
}

#[test]
fn a_file_unpacks_with_its_checksum() {
    for bytes in samples() {
        let mut back = Vec::new();
        GzDecoder::new(&gzip(&bytes)[..]).read_to_end(&mut back).unwrap();
        assert!(back == bytes, "{} bytes", bytes.len());
    }
}

#[test]
fn noise_is_stored_and_a_run_is_short() {
    let samples = samples();
    assert!(deflate(&samples[4], Level::Six).len() < samples[4].len() + 100);
    assert!(deflate(&samples[2], Level::Six).len() < 200);
}
