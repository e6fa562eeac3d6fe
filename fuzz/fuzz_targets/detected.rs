//! Whatever it is, it is found out.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    handshake_fuzz::read_as_a_log(bytes, None);
});
