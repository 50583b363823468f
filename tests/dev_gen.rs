#[path = "it/laws_edit.rs"]
mod laws_edit;
