//! The answers that the page gets from the program beside it.

use cost_model::comparison::View;
use cost_model::engine::{IMPORT, analysis};

/// The answer to a request, as the lines of a report; nothing to one that is not understood.
#[must_use]
pub fn answer(request: &str) -> Option<String> {
    let (kind, content) = request.split_once('\n')?;
    let report = match kind {
        IMPORT => model_config::report(content),
        view => analysis(View::from_key(view)?, content)?,
    };
    Some(report.to_lines())
}

#[cfg(test)]
mod tests {
    use cost_model::engine::{import, view};
    use cost_model::report::{Block, Report};

    use super::*;

    fn blocks(request: &str) -> Vec<Block> {
        Report::from_lines(&answer(request).expect("an answer")).expect("a report").blocks
    }

    #[test]
    fn every_kind_of_request_is_answered_with_a_report() {
        for each in [View::Train, View::Why, View::Bill, View::Serve, View::Budget] {
            assert!(blocks(&view(each, "models=deepseek-v3")).len() > 8, "{each:?}");
        }
        let json = r#"{"hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"intermediate_size":128,"vocab_size":99}"#;
        assert!(blocks(&import(json)).iter().any(|block| matches!(block, Block::Offer { .. })));
        assert!(matches!(blocks(&import("[")).as_slice(), [Block::Text { .. }]));
    }

    #[test]
    fn what_is_not_understood_has_no_answer() {
        assert_eq!(answer("colour\nred"), None);
        assert_eq!(answer("train"), None);
        assert_eq!(answer("train\nmodels=&end"), None);
    }
}
