//! gzip or zstd with delimited text or JSON lines inside; the first byte tells which.

#![no_main]

use handshake::logs::{Compression, Encoding, Format, Shape};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, packed)) = bytes.split_first() else { return };
    let compression = if first & 1 == 0 { Compression::Gzip } else { Compression::Zstd };
    let shape = if first & 2 == 0 { Shape::Delimited { delimiter: b',' } } else { Shape::JsonLines };
    handshake_fuzz::read_as_a_log(packed, Some(&Format { compression, encoding: Encoding::Utf8, shape }));
});
