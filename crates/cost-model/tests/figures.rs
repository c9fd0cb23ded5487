//! The figures of some links, bit by bit, as they were when they were last looked at.
//!
//! When an estimate is meant to change, `TRAINBILL_WRITE_FIGURES=1 cargo test -p cost-model --test figures` writes the
//! file anew; the change belongs under "Changed estimates" in CHANGELOG.

mod same;

#[test]
fn figures_are_those_that_were_written() {
    let found = same::figures();
    if std::env::var_os("TRAINBILL_WRITE_FIGURES").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/same/figures.tsv");
        std::fs::write(path, &found).expect("the file can be written");
        return;
    }
    assert!(found.lines().count() > 150);
    assert_eq!(same::first_difference(&found, same::WRITTEN), None);
}
