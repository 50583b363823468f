//! What catches a fault: the laws on generated worlds, then the reference cases.
//!
//! It runs in a program that was built with the fault in it, and knows nothing of that.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use foomwatch::behaviors::Roles;
use foomwatch::laws::examine::Worlds;
use foomwatch::laws::sources::Generated;
use foomwatch::laws::{Law, Specimen, Verdict, laws};

use crate::cases::{Case, cases, flaw};

/// What caught a fault, and how that reads.
pub struct Catch {
    /// The law in backticks, or the reference case or assertion in words.
    pub by: String,
    /// After how many worlds; none, if it was no world.
    pub worlds: Option<u64>,
    /// What was wrong.
    pub how: String,
}

impl Catch {
    /// As one line, for the program that asked.
    pub fn line(&self) -> String {
        let worlds = self.worlds.map_or_else(String::new, |worlds| worlds.to_string());
        let how: String = self.how.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{}\t{worlds}\t{how}", self.by)
    }

    /// From such a line.
    pub fn of_line(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, '\t');
        let (by, worlds, how) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { by: by.to_owned(), worlds: worlds.parse().ok(), how: how.to_owned() })
    }
}

/// The first that catches anything; some laws can be left out.
pub fn first(cases: u64, seed: u64, without: &[String]) -> Option<Catch> {
    // What panics is said once, by whoever catches it.
    std::panic::set_hook(Box::new(|_| {}));
    by_a_law(cases, seed, without).or_else(by_a_case)
}

fn by_a_law(cases: u64, seed: u64, without: &[String]) -> Option<Catch> {
    let roles = Roles::standard();
    let worlds = Generated::new(&roles, seed);
    for index in 0..cases {
        let text = worlds.text(index);
        let made = catch(|| Specimen::new(text.as_str(), &roles, seed.wrapping_add(index)));
        let caught =
            |by: &str, how: String| Some(Catch { by: by.to_owned(), worlds: Some(index + 1), how });
        let specimen = match made {
            Ok(Ok(specimen)) => specimen,
            Ok(Err(flaws)) => return caught("the door", flaws.to_string()),
            Err(panic) => return caught("an assertion of the door", panic),
        };
        for law in laws().iter().filter(|law| !without.iter().any(|name| law.name == name)) {
            match tried(law, &specimen) {
                Ok(Verdict::Holds | Verdict::Silent) => {}
                Ok(Verdict::Broken(how)) => return caught(&format!("`{}`", law.name), how),
                Err(panic) => return caught(&format!("an assertion under `{}`", law.name), panic),
            }
        }
    }
    None
}

fn tried(law: &Law, specimen: &Specimen) -> Result<Verdict, String> {
    catch(|| (law.check)(specimen))
}

/// How many times fewer replications than in the gate are taken of a reference case, and how
/// many standard errors are too many then: in full they would take as long as all worlds.
const PART: (u64, f64) = (20, 6.0);

fn by_a_case() -> Option<Catch> {
    // Those of few replications have large ones, and take the longest.
    let is_large = |case: &Case| (2..1000).contains(&case.takes(false));
    let (large, small): (Vec<Case>, Vec<Case>) = cases().into_iter().partition(is_large);
    small.into_iter().chain(large).find_map(|case| {
        // Of fewer a standard error says little.
        let replications = (case.takes(false) / PART.0).max(30).min(case.takes(false));
        let how = catch(|| flaw(&case, replications, PART.1)).unwrap_or_else(Some)?;
        Some(Catch { by: format!("the case `{}`", case.world), worlds: None, how })
    })
}

/// What comes of something, or what it said when it panicked.
fn catch<T>(act: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(act)).map_err(|panic: Box<dyn Any + Send>| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        text.unwrap_or("a panic").to_owned()
    })
}
