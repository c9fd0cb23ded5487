//! A sweep as a file: more rows than a sheet has, with the same marks of where it is from.

use cost_model::{query, whatif};

use crate::File;
use crate::address::Address;
use crate::csv;

/// The sweep of the entry that an address shows, as comma-separated values; nothing where there is none.
#[must_use]
pub fn sweep(address: &str) -> Option<File> {
    let address = Address::of(address);
    let comparison = query::decode(address.fragment()).comparison;
    let (name, text) = whatif::csv(&comparison)?;
    Some(File { name, media_type: "text/csv", text: csv::with_origin(&text, &address) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_says_where_it_is_from_in_its_first_row() {
        let link = "https://a.org/#view=what-if&models=deepseek-v3&1.sweep_x_range=1..4";
        let text = sweep(link).expect("a sweep").text;
        let lines: Vec<&str> = text.split_terminator("\r\n").collect();
        assert!(lines.first().is_some_and(|line| line.ends_with(",data_edition,link")), "{lines:?}");
        assert!(lines.get(1).is_some_and(|line| line.ends_with(&format!(",2026-12b,{link}"))), "{lines:?}");
        assert!(lines.len() > 10 && lines.iter().skip(2).all(|line| line.ends_with(",,")), "{lines:?}");
        assert_eq!(sweep("#models=own"), None);
    }
}
