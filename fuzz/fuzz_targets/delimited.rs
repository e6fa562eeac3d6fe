//! Delimited text: the first two bytes tell the encoding and what stands between cells.

#![no_main]

use handshake::logs::{Encoding, Shape};
use handshake_fuzz::{read_as_a_log, text};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some(([encoding, delimiter], text_of_log)) = bytes.split_first_chunk() else { return };
    let encodings = [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252];
    let encoding = encodings[usize::from(*encoding) % encodings.len()];
    let delimiter = b",;\t|~"[usize::from(*delimiter) % 5];
    read_as_a_log(text_of_log, Some(&text(encoding, Shape::Delimited { delimiter })));
});
