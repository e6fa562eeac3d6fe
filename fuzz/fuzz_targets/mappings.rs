//! Corrections of a mapping, as they are typed.

#![no_main]

libfuzzer_sys::fuzz_target!(|spec: &str| {
    handshake_fuzz::apply_to_every_mapping(spec);
});
