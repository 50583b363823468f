//! The printed reference of roles is the one in the book.
//!
//! `FOOMWATCH_UPDATE=1` writes it anew; look at what changed.

use std::fs;

use foomwatch::behaviors::Roles;
use foomwatch::report::reference;

const PATH: &str = "docs/roles.md";

#[test]
fn the_book_has_the_tables_that_the_roles_declare() {
    let printed = reference::all(&Roles::standard());
    if std::env::var_os("FOOMWATCH_UPDATE").is_some() {
        fs::write(PATH, &printed).expect("the folder can be written to");
    }
    let in_book = fs::read_to_string(PATH).unwrap_or_default();
    assert!(
        printed == in_book,
        "{PATH} is not what `foomwatch roles --all` prints; FOOMWATCH_UPDATE=1 cargo test \
         --test it reference writes it anew"
    );
}
