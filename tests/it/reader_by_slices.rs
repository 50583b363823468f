//! A reader of values that asks `ron` for the slice of each, level by level.
//!
//! It is slow and has no errors to show: its use is to be compared with.

use std::fmt;

use foomwatch::world::DEEPEST;
use ron::value::RawValue;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};

/// The tree of a text as the tests of the reader write it; nothing if the text
/// is not legal or nested too deep.
pub fn shown_by_slices(text: &str) -> Option<String> {
    let raw: &RawValue = ron::from_str(text).ok()?;
    let mut into = String::new();
    Oracle { text }.node(raw.get_ron(), 0, &mut into)?;
    Some(into)
}

struct Oracle<'s> {
    text: &'s str,
}

/// Nothing if it refuses the text.
type Said = Option<()>;

impl<'s> Oracle<'s> {
    fn at(&self, part: &str) -> String {
        let start = part.as_ptr() as usize - self.text.as_ptr() as usize;
        format!("{:?}", start..start + part.len())
    }

    fn node(&self, raw: &'s str, depth: usize, into: &mut String) -> Said {
        if depth > DEEPEST {
            return None;
        }
        let part = ron::from_str::<&RawValue>(raw).ok()?.trim().get_ron();
        into.push_str(&format!("{}@", self.at(part)));
        self.value(part, depth, into)
    }

    fn value(&self, part: &'s str, depth: usize, into: &mut String) -> Said {
        let begins = |words: &[&str]| words.iter().any(|word| part.starts_with(word));
        if begins(&["[", "{", "("]) {
            return self.children(part, depth, into);
        }
        let quoted_raw = begins(&["r\""]) || begins(&["r#"]) && part.ends_with(['"', '#']);
        if begins(&["\"", "'"]) || quoted_raw {
            into.push_str(&format!("{:?}", ron::from_str::<String>(part).ok()?));
            return Some(());
        }
        let foreign_raw = begins(&["br"]) && part.ends_with(['"', '#']);
        if begins(&["b'", "b\""]) || foreign_raw {
            into.push_str("foreign");
        } else if part.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) {
            into.push_str(&number(part));
        } else {
            return self.named(part, depth, into);
        }
        Some(())
    }

    fn named(&self, part: &'s str, depth: usize, into: &mut String) -> Said {
        let bare = part.strip_prefix("r#");
        let ends = |letter: char| {
            is_space(letter) || matches!(letter, '(' | '/') || letter == '.' && bare.is_none()
        };
        let past = part.find(ends).unwrap_or(part.len());
        let (name, rest) = part.split_at(past);
        let plain = name.trim_start_matches("r#");
        if rest.starts_with('.') {
            into.push_str("foreign");
            return Some(());
        }
        let body = rest.find('(').map(|_| without_comments(rest));
        let Some(body) = body else {
            let infinity = format!("{:x}", f64::INFINITY.to_bits());
            let nan = format!("{:x}", f64::NAN.to_bits());
            match name {
                "true" | "false" | "None" => into.push_str(name),
                "inf" | "inff32" | "inff64" => into.push_str(&infinity),
                "NaN" | "NaNf32" | "NaNf64" => into.push_str(&nan),
                _ => into.push_str(&format!("{}@{}!", plain, self.at(plain))),
            }
            return Some(());
        };
        if name == "Some" {
            // What is in there stands for the whole.
            let Slices::Values(values) = slices(body)? else { return None };
            let inner = ron::from_str::<&RawValue>(values[0]).ok()?.trim().get_ron();
            return if depth < DEEPEST { self.value(inner, depth + 1, into) } else { None };
        }
        into.push_str(&format!("{}@{}", plain, self.at(plain)));
        self.children(body, depth, into)
    }

    fn children(&self, part: &'s str, depth: usize, into: &mut String) -> Said {
        let (open, close) = (&part[..1], &part[part.len() - 1..]);
        match slices(part)? {
            Slices::Values(values) if values.is_empty() && open == "(" => into.push('!'),
            Slices::Values(values) => {
                into.push_str(open);
                for value in values {
                    self.node(value, depth + 1, into)?;
                    into.push(',');
                }
                into.push_str(close);
            }
            Slices::Entries(entries) => {
                into.push_str(open);
                for (key, value) in entries {
                    if open == "(" {
                        self.field(key, depth, into)?;
                    } else {
                        self.node(key, depth + 1, into)?;
                    }
                    into.push(':');
                    self.node(value, depth + 1, into)?;
                    into.push(',');
                }
                into.push_str(close);
            }
        }
        Some(())
    }

    /// The key of a field, which `ron` gives without the `r#` of a raw one.
    fn field(&self, key: &'s str, depth: usize, into: &mut String) -> Said {
        let at = self.at(key);
        into.push_str(&format!("{at}@{key}@{at}!"));
        (depth < DEEPEST).then_some(())
    }
}

fn is_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200e}' | '\u{200f}')
}

/// A text from its first bracket on that is not in a comment.
fn without_comments(mut text: &str) -> &str {
    loop {
        text = text.trim_start_matches(is_space);
        if text.starts_with("//") {
            text = &text[text.find('\n').expect("a value follows")..];
        } else if text.starts_with("/*") {
            let mut depth = 0;
            while {
                match text.get(..2) {
                    Some("/*") => (depth, text) = (depth + 1, &text[2..]),
                    Some("*/") => (depth, text) = (depth - 1, &text[2..]),
                    _ => text = &text[text.chars().next().expect("it is closed").len_utf8()..],
                }
                depth > 0
            } {}
        } else {
            return text;
        }
    }
}

fn number(part: &str) -> String {
    let read = |number: f64| format!("{:x}", (number + 0.0).to_bits());
    match ron::from_str::<f64>(part) {
        Ok(number) => read(number),
        Err(_) => {
            ron::from_str::<u64>(part).map_or("foreign".to_owned(), |whole| read(whole as f64))
        }
    }
}

enum Slices<'s> {
    Values(Vec<&'s str>),
    Entries(Vec<(&'s str, &'s str)>),
}

/// What is between a pair of brackets.
fn slices(part: &str) -> Option<Slices<'_>> {
    let seed = Brackets { keys_are_names: part.starts_with('(') };
    ron::Options::default().from_str_seed(part, seed).ok()
}

struct Brackets {
    keys_are_names: bool,
}

impl<'s> DeserializeSeed<'s> for Brackets {
    type Value = Slices<'s>;

    fn deserialize<D: de::Deserializer<'s>>(self, deserializer: D) -> Result<Slices<'s>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'s> Visitor<'s> for Brackets {
    type Value = Slices<'s>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, a map or fields")
    }

    fn visit_unit<E>(self) -> Result<Slices<'s>, E> {
        Ok(Slices::Values(Vec::new()))
    }

    fn visit_seq<A: SeqAccess<'s>>(self, mut access: A) -> Result<Slices<'s>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element::<&'s RawValue>()? {
            values.push(value.get_ron());
        }
        Ok(Slices::Values(values))
    }

    fn visit_map<A: MapAccess<'s>>(self, mut access: A) -> Result<Slices<'s>, A::Error> {
        let mut entries = Vec::new();
        loop {
            let key = if self.keys_are_names {
                access.next_key::<&'s str>()?
            } else {
                access.next_key::<&'s RawValue>()?.map(RawValue::get_ron)
            };
            let Some(key) = key else { break };
            let value: &'s RawValue = access.next_value()?;
            entries.push((key, value.get_ron()));
        }
        Ok(Slices::Entries(entries))
    }
}
