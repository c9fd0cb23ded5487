//! A figure as every view shows it: its value, its range, how sure it is, and a way to its working.

use cost_model::estimate::{Grade, Outcome, Step, unknown};
use cost_model::number;
use cost_model::text;
use cost_model::words::components as words;
use yew::prelude::*;

/// A button that opens the working of its figure.
pub(crate) struct Figure<'a> {
    pub(crate) step: &'a Step,
    /// What the figure is of, for readers who do not see the table around it.
    pub(crate) of: &'a str,
    /// Whether its working is shown.
    pub(crate) expanded: bool,
    /// Whether it is the main figure of its row.
    pub(crate) lead: bool,
    pub(crate) onclick: Callback<MouseEvent>,
}

impl Figure<'_> {
    pub(crate) fn view(self) -> Html {
        html! {
            <button
                type="button" class={classes!("figure", self.lead.then_some("lead"))}
                data-basis={basis(self.step.grade)} aria-expanded={self.expanded.to_string()} onclick={self.onclick}
            >
                <span class="vh">{ self.of }{ words::colon() }</span>
                { figure_text(self.step) }
            </button>
        }
    }
}

/// The value, its range and a badge, without a button.
pub(crate) fn figure_text(step: &Step) -> Html {
    let (value, range) = match &step.outcome {
        Outcome::Unknown(why) => return html! { <>{ unknown(why) }{ " " }<u>{ words::why() }</u></> },
        Outcome::Word { slug, words: word } => (html! { <data value={slug.clone()}>{ &**word }</data> }, None),
        Outcome::Number(number) => {
            let (main, range) = text::main_and_range(*number, step.item.style());
            (html! { <data value={number::plain(*number)}>{ main }</data> }, range)
        }
    };
    let badge = match step.grade {
        Grade::Assumed | Grade::Entered => "badge",
        _ => "vh",
    };
    html! {
        <>
            { value }
            if let Some(range) = range {
                { " " }<span class="range">{ range }</span>
            }
            { " " }<span class={badge} data-basis={basis(step.grade)}>{ step.grade.word() }</span>
        </>
    }
}

/// The name by which the style sheet knows a grade.
pub(crate) fn basis(grade: Grade) -> &'static str {
    match grade {
        Grade::Published => "published",
        Grade::Derived => "derived",
        Grade::Estimated => "estimated",
        Grade::Assumed => "assumed",
        Grade::Entered => "entered",
        Grade::Unknown => "unknown",
    }
}
