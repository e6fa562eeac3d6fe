//! Parts of a workspace.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    handshake_fuzz::decode_as_every_part(bytes);
});
