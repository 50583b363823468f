#[path = "it/laws_pathwise.rs"]
mod laws_pathwise;
