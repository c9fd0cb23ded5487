//! The costs of all entries on one logarithmic scale, beside what has been said of them in public.

use cost_model::catalogue::Claim;
use cost_model::comparison::Action;
use cost_model::estimate::Item;
use cost_model::interval::Interval;
use cost_model::scale::LogScale;
use cost_model::text::{self, Style};
use cost_model::words::{bill_ladder, chart as words, compare};
use yew::prelude::*;

use crate::panels::{Open, Piece};
use crate::report::foot;
use crate::state::State;

struct Row {
    place: usize,
    name: String,
    cost: Option<Interval<f64>>,
    claims: &'static [Claim],
}

/// The chart; nothing when no cost is known.
pub(crate) fn chart(state: &State, act: &Callback<Action>, open: &Open) -> Html {
    let rows: Vec<Row> = state.order().into_iter().filter_map(|place| row(state, place)).collect();
    let values = rows
        .iter()
        .flat_map(|row| row.cost.into_iter().chain(row.claims.iter().filter_map(sum)))
        .flat_map(|i| [i.low(), i.high()]);
    let Some(scale) = LogScale::over(values) else { return Html::default() };
    html! {
        <section aria-labelledby="chart-h">
            <div class="section-head">
                <h2 id="chart-h">{ words::heading() }</h2>
                { legend(bill_ladder::worked_out(), bill_ladder::said()) }
            </div>
            <div class="plot">
                { axis(scale) }
                <ol>{ for rows.iter().map(|row| plot_row(row, scale, act)) }</ol>
            </div>
            <p class="note">{ words::scale_note() }</p>
            { foot(Piece::of_comparison("chart", words::the_chart(), true, false), state.comparison.edition(), open) }
        </section>
    }
}

fn row(state: &State, place: usize) -> Option<Row> {
    let scenario = state.comparison.scenarios.get(place)?;
    let estimate = state.estimates.get(place)?.as_ref().ok();
    let cost = estimate.and_then(|estimate| estimate.step(Item::TrainingCost).outcome.number());
    let claims = scenario.model().map_or(&[][..], |model| model.claims);
    Some(Row { place, name: scenario.name(), cost, claims })
}

fn sum(claim: &Claim) -> Option<Interval<f64>> {
    claim.usd.value().map(Interval::base)
}

/// So many powers of ten have no room side by side on a narrow page.
const MANY_TICKS: usize = 7;

/// The powers of ten of a scale, in dollars.
pub(crate) fn axis(scale: LogScale) -> Html {
    let ticks = scale.ticks();
    let long = (ticks.len() >= MANY_TICKS).then_some("long");
    html! {
        <div class={classes!("plot-axis", long)} aria-hidden="true">
            <svg>{ for ticks.into_iter().map(|tick| html! {
                <text x={percent(scale.place(tick))} y="16">{ text::point(tick, Style::Usd) }</text>
            }) }</svg>
        </div>
    }
}

/// A line at each power of ten.
pub(crate) fn grid(scale: LogScale) -> Html {
    html! {
        <g class="grid">{ for scale.ticks().into_iter().map(|tick| {
            let x = percent(scale.place(tick));
            html! { <line x1={x.clone()} x2={x} y1="0" y2="100%"></line> }
        }) }</g>
    }
}

pub(crate) fn legend(worked_out: &str, said: &str) -> Html {
    html! {
        <ul class="legend">
            <li>
                <svg aria-hidden="true">
                    <line class="bar" x1="15%" x2="85%" y1="50%" y2="50%"></line>
                    <circle class="dot" cx="50%" cy="50%" r="5"></circle>
                </svg>
                { worked_out.to_owned() }
            </li>
            <li>
                <svg aria-hidden="true">{ diamond("50%") }</svg>
                { said.to_owned() }
            </li>
        </ul>
    }
}

fn plot_row(row: &Row, scale: LogScale, act: &Callback<Action>) -> Html {
    let place = row.place;
    let onclick = act.reform(move |_: MouseEvent| Action::Open { place: Some(place) });
    html! {
        <li class="plot-row" key={place}>
            <button type="button" class="plot-name" {onclick}>{ &row.name }</button>
            <svg role="img">
                <title>{ description(row) }</title>
                { grid(scale) }
                { for row.claims.iter().filter_map(sum).map(|claim| marks(claim, scale, "claimed-bar", |x| diamond(&x))) }
                { for row.cost.iter().map(|cost| marks(*cost, scale, "bar", dot)) }
            </svg>
            <p class="plot-value">{ cost_text(row) }</p>
        </li>
    }
}

/// A bar from the low to the high end, and a mark at the central value, or at both ends where none is claimed.
pub(crate) fn marks(
    figure: Interval<f64>,
    scale: LogScale,
    class: &'static str,
    mark: impl Fn(String) -> Html,
) -> Html {
    let place = |value| percent(scale.place(value));
    let marked: Vec<f64> = match figure.central() {
        Some(central) => vec![central],
        None if class == "bar" => Vec::new(),
        None => vec![figure.low(), figure.high()],
    };
    html! {
        <>
            if !figure.is_exact() {
                <line {class} x1={place(figure.low())} x2={place(figure.high())} y1="50%" y2="50%"></line>
            }
            { for marked.into_iter().map(|value| mark(place(value))) }
        </>
    }
}

pub(crate) fn dot(x: String) -> Html {
    html! { <circle class="dot" cx={x} cy="50%" r="5"></circle> }
}

pub(crate) fn diamond(x: &str) -> Html {
    html! { <svg x={x.to_owned()} y="50%"><path class="claimed" d="M0-8 8 0 0 8-8 0z"></path></svg> }
}

pub(crate) fn percent(place: f64) -> String {
    // In hundredths of a percent; writing an f64 by itself would bring the standard library's way to do so into the page.
    let hundredths = (10_000.0 * place).round() as u64;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

fn cost_text(row: &Row) -> Html {
    let Some(cost) = row.cost else { return html! { <i>{ compare::not_public() }</i> } };
    let (main, range) = text::main_and_range(cost, Style::Usd);
    html! {
        <>
            <b>{ main }</b>
            { for range.map(|range| html! { <>{ " " }<span class="range">{ range }</span></> }) }
        </>
    }
}

fn description(row: &Row) -> String {
    let write = |figure: Interval<f64>| text::exact_or_range(figure, Style::Usd);
    let cost = row.cost.map_or_else(|| compare::not_public().to_owned(), write);
    let said: Vec<String> = row.claims.iter().filter_map(Claim::to_text).collect();
    match said.is_empty() {
        true => words::description(&row.name, &cost),
        false => words::description_and_said(&row.name, &cost, &said.join(", ")),
    }
}
