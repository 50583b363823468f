#[path = "it/falsify.rs"]
mod falsify;
#[path = "it/findings.rs"]
mod findings;
#[path = "it/laws_examine.rs"]
mod laws_examine;
#[path = "it/stage.rs"]
#[allow(dead_code)]
mod stage;
