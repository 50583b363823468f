//! The network of a world: who is joined to whom, as text, DOT and SVG.
//!
//! ```text
//!  blueprint ── net       actors in columns by role, links in order, spots if asked for
//!                │
//!                ├─ text      for terminals, with the ways from work to authority
//!                ├─ dot       for Graphviz
//!                └─ sheet     the boxes and arrows that a picture has room for
//!                     │
//!                    rows     in which order and how high they stand
//!                     │
//!                    route    the curves of arrows, and where their labels fit
//!                     │
//!                    svg      the picture
//! ```
//!
//! The same blueprint gives the same bytes on every machine: what is computed
//! here is sums, products and roundings. It lacks the world's own actor, which no
//! link is joined to.

mod flow;

mod spot;

mod ink;

mod net;

mod text;

mod dot;

mod sheet;

mod rows;

mod route;

mod svg;

pub(super) use ink::kind_name;
pub(super) use text::wrapped;

pub use dot::{dot, dot_with};
pub use svg::{svg, svg_with};
pub use text::{text, text_with};
