//! Excel workbooks: their first sheet.

#![no_main]

use handshake::logs::{Encoding, Shape};
use handshake_fuzz::{read_as_a_log, text};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    read_as_a_log(bytes, Some(&text(Encoding::Utf8, Shape::Sheet { name: "Sheet1".to_owned() })));
});
