//! Any bytes as the text of a world.

#![no_main]

#[path = "../../tests/it/through_the_door.rs"]
#[allow(dead_code, reason = "the two targets and a test share it, and each uses a part")]
mod through_the_door;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| through_the_door::world(bytes));
