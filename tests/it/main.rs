//! All integration tests, in one binary.

mod estimate;
mod quantiles;
mod ratio;
