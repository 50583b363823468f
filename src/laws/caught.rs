//! Panics that are caught and told, and threads that work side by side.
//!
//! It lacks what is done where somebody panicked.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

/// The most threads that are started, whatever is asked for.
const MOST_THREADS: usize = 1024;

thread_local! {
    /// Whether a panic of this thread is caught, and told in the answer.
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Lets panics that are caught here pass without a word: a world is tried thousands of times
/// while it is made small. How a program tells of panics is one setting of the process, so it
/// is changed once, and for nobody else.
fn silence_what_is_caught() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_CAUGHT.get() {
                before(panic);
            }
        }));
    });
}

/// What a function says, or with which words it panicked.
pub fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    silence_what_is_caught();
    let before = IS_CAUGHT.replace(true);
    let done = catch_unwind(AssertUnwindSafe(run));
    IS_CAUGHT.set(before);
    done.map_err(|panic| format!("it panics: {}", said(&*panic)))
}

fn said(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("without a word")
}

/// Threads that work side by side.
pub fn pool(threads: usize) -> rayon::ThreadPool {
    let mut threads = threads.clamp(1, MOST_THREADS);
    // No result depends on how many there are, so fewer will do where the system gives no
    // more.
    loop {
        match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => return pool,
            Err(error) => assert!(threads > 1, "no thread can be started: {error}"),
        }
        threads /= 2;
    }
}
