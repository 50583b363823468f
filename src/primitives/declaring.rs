//! The macros that declare parameters: what a behavior's table is written with.
//!
//! They check that a field is written as fields are, and lack whatever needs a value: what is
//! wrong with defaults and ranges is found when the role is registered.

/// Declares the parameters of a behavior: a struct and its table in one.
///
/// A field is its meaning (the doc comment), its name and type, its range in
/// brackets where it may not be all that its type can be, and its default as text, in
/// which stands what would stand in a world file. Without a default it must be given,
/// unless its type is an `Option`.
///
/// A range stands beside numbers and laws of numbers, its limits with their units; both
/// limits are allowed. A default and a range that are no values of the field are found when
/// the role is registered.
///
/// ```
/// use foomwatch::prelude::*;
///
/// foomwatch::choices! {
///     /// Who is served next.
///     pub enum Turn {
///         /// Whoever waited longest.
///         Longest,
///         /// Whoever came last.
///         Last,
///     }
/// }
///
/// foomwatch::parameters! {
///     /// What a watch needs to know.
///     pub struct WatchParameters {
///         /// The time between two rounds.
///         every: Span ["1 min" to "1 y"] = "1 h",
///         /// The share of what is there that a round sees.
///         attention: Share = "80 %",
///         /// How many walk.
///         walkers: Count ["1" to "20"] = "2",
///         /// How long a round takes.
///         round: Law<Span> = r#"Exponential(mean: "5 min")"#,
///         /// Whom they ask first.
///         turn: Turn = "Longest",
///         /// When they tire, if they do.
///         tires_after: Option<Span>,
///     }
/// }
///
/// assert_eq!(WatchParameters::TABLE[0].name, "every");
/// assert_eq!(WatchParameters::TABLE[1].default, Some("80 %"));
/// ```
///
/// A field without a meaning is refused:
///
/// ```compile_fail
/// foomwatch::parameters! {
///     /// What a watch needs to know.
///     pub struct WatchParameters {
///         every: foomwatch::prelude::Span = "1 h",
///     }
/// }
/// ```
///
/// So is a default that is no text, be it a number or a word:
///
/// ```compile_fail
/// foomwatch::parameters! {
///     /// What a watch needs to know.
///     pub struct WatchParameters {
///         /// How many walk.
///         walkers: foomwatch::prelude::Count = 2,
///     }
/// }
/// ```
#[macro_export]
macro_rules! parameters {
    (
        $(#[$outer:meta])*
        $visibility:vis struct $name:ident {
            $(
                $(#[doc = $meaning:literal])*
                $field:ident : $type:ty $([$low:literal to $high:literal])? $(= $default:tt)?
            ),* $(,)?
        }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Debug)]
        $visibility struct $name {
            $( $(#[doc = $meaning])* pub $field: $type, )*
        }

        impl $crate::primitives::parameter::Parameters for $name {
            const NAME: &'static str = concat!(module_path!(), "::", stringify!($name));
            const TABLE: &'static [$crate::primitives::parameter::ParameterRow] = &[
                $( $crate::primitives::parameter::ParameterRow {
                    name: stringify!($field),
                    kind: <$type as $crate::primitives::parameter::ParameterType>::KIND,
                    range: $crate::parameters!(@range $(($low, $high))?),
                    default: $crate::parameters!(@default $field $($default)?),
                    optional: <$type as $crate::primitives::parameter::ParameterType>::OPTIONAL,
                    meaning: $crate::parameters!(@meaning $field $($meaning)*),
                }, )*
            ];

            fn from_settings(settings: &[$crate::primitives::parameter::Setting]) -> Self {
                let [$($field),*] = settings else {
                    panic!("{} settings for the table of {}", settings.len(), stringify!($name));
                };
                Self {
                    $( $field: <$type as $crate::primitives::parameter::ParameterType>::from_setting($field), )*
                }
            }
        }
    };
    (@range) => { None };
    (@range $limits:expr) => { Some($limits) };
    (@meaning $field:ident) => {
        compile_error!(concat!(
            "the parameter `", stringify!($field), "` has no meaning: \
            say what it is in a comment `/// …` above it"
        ))
    };
    (@meaning $field:ident $($meaning:literal)+) => { concat!($($meaning),+) };
    (@default $field:ident) => { None };
    (@default $field:ident $text:literal) => {{
        // A number or a flag is no text, and as a literal it looks the same to this macro.
        const TEXT: &str = concat!($text);
        const _: () = assert!(
            $crate::primitives::parameter::is_text(stringify!($text)),
            concat!(
                "the default of `", stringify!($field), "` is no text: \
                write it in quotes, as in `= \"30 d\"`, `= \"4\"` or `= \"true\"`"
            )
        );
        Some(TEXT)
    }};
    (@default $field:ident $other:tt) => {
        compile_error!(concat!(
            "the default of `", stringify!($field), "` is no text: \
            write it in quotes, as in `= \"", stringify!($other), "\"`"
        ))
    };
    ($($other:tt)*) => {
        compile_error!(
            "these are no parameters: wanted is `pub struct Name { … }`, each field of which is a \
            comment `/// …` with its meaning, `name: Type`, where there is one its range \
            `[\"1 s\" to \"1 y\"]`, and where there is one its default as text, `= \"30 d\"` or \
            `= r#\"Exponential(mean: \"3 d\")\"#`, with commas between the fields"
        );
    };
}

/// Declares a parameter that is one of a few words.
///
/// ```
/// use foomwatch::prelude::*;
///
/// foomwatch::choices! {
///     /// Who is served next.
///     pub enum Discipline {
///         /// Whoever waited longest.
///         FirstCome,
///         /// Whoever came last.
///         LastCome,
///     }
/// }
///
/// assert_eq!(Discipline::WORDS, ["FirstCome", "LastCome"]);
/// ```
#[macro_export]
macro_rules! choices {
    (
        $(#[$outer:meta])*
        $visibility:vis enum $name:ident {
            $( $(#[$inner:meta])* $word:ident ),+ $(,)?
        }
    ) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visibility enum $name {
            $( $(#[$inner])* $word ),+
        }

        impl $name {
            /// The words, as a world file spells them.
            pub const WORDS: &'static [&'static str] = &[$(stringify!($word)),+];
        }

        impl $crate::primitives::parameter::ParameterType for $name {
            const KIND: $crate::primitives::parameter::Kind =
                $crate::primitives::parameter::Kind::Choice(Self::WORDS);

            fn from_setting(setting: &$crate::primitives::parameter::Setting) -> Self {
                match setting {
                    $crate::primitives::parameter::Setting::Choice(place) => {
                        [$(Self::$word),+][*place as usize]
                    }
                    other => panic!("a choice was checked as {other:?}"),
                }
            }
        }
    };
}
