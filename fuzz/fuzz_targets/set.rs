//! Any text as `PATH=VALUE` of the first world.

#![no_main]

#[path = "../../tests/it/through_the_door.rs"]
#[allow(dead_code, reason = "the two targets and a test share it, and each uses a part")]
mod through_the_door;

const FIRST: &str = include_str!("../../worlds/first.ron");

libfuzzer_sys::fuzz_target!(|setting: &str| through_the_door::set(FIRST, setting));
