//! What the views say of a scenario.

use cost_model::comparison::{Comparison, View};
use cost_model::engine;
use cost_model::report::{Block, Report};

use crate::bytes::hash;
use crate::estimates::comparison;
use crate::readable::assert_readable;

/// Shows the scenario of such bytes, as [`estimates`](crate::estimates()) takes them, in every view.
pub fn in_every_view(data: &[u8]) {
    let comparison = comparison(data);
    View::ALL.into_iter().for_each(|view| in_view(view, &comparison));
}

/// Shows a comparison in a view that follows from the input.
pub(crate) fn in_some_view(comparison: &Comparison, data: &[u8]) {
    let choice = usize::try_from(hash(data) >> 40).unwrap_or_default();
    in_view(View::ALL[choice % View::ALL.len()], comparison);
}

fn in_view(view: View, comparison: &Comparison) {
    let report = || engine::report(view, comparison);
    let Some(found) = report() else {
        assert_eq!(view, View::Compare);
        return;
    };
    let lines = found.to_lines();
    assert_readable(&lines);
    // What is not finite would come back as zero.
    let read = Report::from_lines(&lines);
    assert!(read.as_ref() == Some(&found), "{view:?} changes on its way: {comparison:?}");
    for block in &found.blocks {
        if let Block::Parts(of) = block {
            assert!(of.parts.iter().all(|part| part.size.is_finite() && part.size >= 0.0), "{view:?}: {comparison:?}");
        }
    }
    assert!(report().is_some_and(|again| again.to_lines() == lines), "{view:?} is not the same twice: {comparison:?}");
}
