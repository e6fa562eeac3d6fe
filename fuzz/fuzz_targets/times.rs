//! Times: one in each line.

#![no_main]

libfuzzer_sys::fuzz_target!(|cells: &str| {
    handshake_fuzz::read_as_a_log(&handshake_fuzz::log_of_times(cells), None);
});
