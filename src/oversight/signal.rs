//! What actors of the subject say to each other.
use crate::engine;
/// What one actor says to another.
#[derive(Clone, Debug)]
pub enum Signal {
    /// A signal of a user's own behaviors: its name and a value.
    Own(&'static str, f64),
}
impl engine::Signal for Signal {}
