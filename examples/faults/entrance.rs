//! What the crate's root of the copy has beside the sound one: the question which fault is in
//! force.
//!
//! It knows nothing of the faults themselves.

/// The variable with the number of the fault that is in force, from 1.
pub const VARIABLE: &str = "FOOMWATCH_FAULT";

/// What the crate's root begins with: faults may leave unused what the sound program uses.
pub const ATTRIBUTE: &str = "#![allow(warnings)]\n";

/// What the crate's root ends with: the question which fault is in force.
pub const MODULE: &str = r#"
pub mod faulty {
    use std::sync::OnceLock;

    static NUMBER: OnceLock<usize> = OnceLock::new();

    /// Whether the fault with this number is in force.
    #[inline]
    pub fn is(number: usize) -> bool {
        let given = || std::env::var("FOOMWATCH_FAULT").ok()?.parse().ok();
        *NUMBER.get_or_init(|| given().unwrap_or(0)) == number
    }
}
"#;
