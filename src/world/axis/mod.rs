//! Parameters of a world and the values over which one of them can be moved.
//!
//! ```text
//!  leaves     scale ─ place ─ line
//! ```
//!
//! The law of the folder: it makes world files and runs none. What a value does, and
//! whether the world bears it, shows when the file is checked and run.

mod leaves;

mod scale;

mod place;

mod line;

pub use leaves::leaves;
pub use line::{Axis, AxisValue};
pub use scale::{AxisRange, Scale};
