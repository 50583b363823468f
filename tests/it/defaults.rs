//! Ranges and defaults that are none are refused when a role is registered, or when its
//! program starts.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use foomwatch::prelude::*;
use foomwatch::world::check_defaults;

foomwatch::choices! {
    enum Plan {
        WhenBusy,
        WhenIdle,
    }
}

/// A role whose one parameter is this.
macro_rules! role {
    ($name:ident, $table:ident, $type:ty $([$low:literal to $high:literal])? $(= $default:literal)?) => {
        foomwatch::parameters! {
            struct $table {
                /// What a test wants.
                wants: $type $([$low to $high])? $(= $default)?,
            }
        }

        #[derive(Clone)]
        struct $name;

        impl Behavior for $name {
            type Domain = Oversight;
            type Parameters = $table;
            type Clock = NoClocks;
            const MEANING: &'static str = "It stands there.";

            fn new(parameters: $table) -> Self {
                let _ = parameters.wants;
                Self
            }
        }
    };
}

role!(Unknown, UnknownTable, Span = "30 moons");
role!(Beyond, BeyondTable, Span ["1 s" to "1 d"] = "30 d");
role!(Limit, LimitTable, Span ["1 moon" to "1 d"]);
role!(Downward, DownwardTable, Rate ["2/y" to "1/y"]);
role!(Worded, WordedTable, Plan = "Whenever");
role!(Flagged, FlaggedTable, bool = "yes");
role!(Ranged, RangedTable, bool ["0" to "1"]);
role!(Sound, SoundTable, Option<Count> ["1" to "1"] = "1");
role!(Lawless, LawlessTable, Law<Span> = r#"Exponential(middle: "3 d")"#);
role!(Closed, ClosedTable, Arc<Calendar> = "Mo-Xx 09:00-17:00");

/// What is said when a role is registered.
fn refusal<B: Behavior<Domain = Oversight>>() -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(|| Roles::none().with::<B>("Mine"))).err()?;
    Some(panic.downcast_ref::<String>().cloned().expect("it says why"))
}

#[test]
fn a_default_that_is_none_is_refused_with_its_role_and_the_reason() {
    let refused = [
        (
            refusal::<Unknown>(),
            "its default \"30 moons\" is none: a span of time is wanted, but `moons`",
        ),
        (refusal::<Beyond>(), "its default \"30 d\" is not from 1 s to 1 d"),
        (refusal::<Limit>(), "its range has the limit \"1 moon\": a span of time is wanted"),
        (refusal::<Downward>(), "its range is from 2/y down to 1/y"),
        (refusal::<Worded>(), "its default \"Whenever\" is none: the words are WhenBusy, WhenIdle"),
        (refusal::<Flagged>(), "its default \"yes\" is none: it is `true` or `false`"),
        (refusal::<Ranged>(), "it is no number, and has a range"),
    ];
    for (said, why) in refused {
        let said = said.expect(why);
        assert!(said.starts_with("`wants` of the role `Mine`: "), "{said}");
        assert!(said.contains(why), "no `{why}` in: {said}");
    }
    assert_eq!(refusal::<Sound>(), None);
}

#[test]
fn what_only_a_world_can_say_is_refused_when_the_program_starts() {
    let roles = || Roles::none().with::<Lawless>("Lawless").with::<Closed>("Closed");
    let told = check_defaults(&roles()).expect_err("both are wrong").render(false);
    for role in ["Lawless", "Closed"] {
        let part = format!("`wants` of the role `{role}` has the default ");
        assert!(told.contains(&part), "no `{part}` in: {told}");
    }
    let code = foomwatch::cli::main_with(["mine", "roles"], roles());
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(2)));
}

#[test]
fn the_defaults_of_built_in_roles_are_sound() {
    assert!(check_defaults(&Roles::standard()).is_ok());
}
