//! One entry opened: its fields on one side, its bill and the working on the other.

use cost_model::catalogue::Claim;
use cost_model::comparison::Action;
use cost_model::estimate::{Estimate, Infeasible, Item, Line, Step, estimate};
use cost_model::field::{FIELDS, Field, Group};
use cost_model::interval::Interval;
use cost_model::number;
use cost_model::report::Found;
use cost_model::scenario::Scenario;
use cost_model::source::Citation;
use cost_model::text::{self, Style};
use cost_model::units::{GpuHours, Usd};
use cost_model::words::{components, views_entry as words};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::analysis::found_for;
use super::field::FieldInput;
use crate::components::{Figure, alternatives, equations, figure_text, icon, sources};
use crate::panels::{Open, Piece, export_button};
use crate::state::{Asked, Draft, Event};

#[derive(Properties, PartialEq)]
pub(crate) struct EntryProps {
    pub(crate) place: usize,
    pub(crate) scenario: Scenario,
    pub(crate) estimate: Result<Estimate, Infeasible>,
    /// Whether the visitor has just opened it.
    pub(crate) reveal: bool,
    /// The fields that hold something unusable.
    pub(crate) refused: Vec<Field>,
    pub(crate) drafts: Vec<(Field, Draft)>,
    pub(crate) asked: Option<Asked>,
    pub(crate) dispatch: Callback<Event>,
    pub(crate) ask: Callback<Option<Asked>>,
    pub(crate) open: Open,
}

#[component]
pub(crate) fn Entry(props: &EntryProps) -> Html {
    let heading = use_node_ref();
    {
        let (heading, reveal) = (heading.clone(), props.reveal);
        use_effect_with(props.place, move |_| {
            if let Some(heading) = heading.cast::<HtmlElement>().filter(|_| reveal) {
                let _ = heading.focus();
            }
        });
    }
    let place = props.place;
    let form = Form {
        place,
        scenario: &props.scenario,
        estimate: &props.estimate,
        drafts: props.drafts.clone(),
        found: None,
        dispatch: &props.dispatch,
    };
    let name = props.scenario.name();
    let reset = props.dispatch.reform(move |_: MouseEvent| Event::Do(Action::ResetEntry { place }));
    let close = props.dispatch.reform(|_: MouseEvent| Event::Do(Action::Open { place: None }));
    html! {
        <section class="entry" aria-labelledby="entry-h" id="entry">
            <header class="entry-head">
                <h2 id="entry-h" tabindex="-1" ref={heading}>{ name.clone() }</h2>
                if let Ok(estimate) = &props.estimate {
                    <p class="running">
                        { figure_text(estimate.step(Item::TrainingCost)) }
                        if !props.refused.is_empty() {
                            { " " }<span class="stale">{ words::last_good_figure() }</span>
                        }
                    </p>
                }
                <button type="button" class="button" onclick={reset}>{ words::reset_all() }</button>
                <button type="button" class="button" onclick={close}>{ icon("close") }{ " " }{ components::close() }</button>
            </header>
            <div class="entry-body">
                <form class="inputs" aria-label={words::fields_of(&name)} onsubmit={|e: SubmitEvent| e.prevent_default()}>
                    { for Group::BILL.iter().map(|group| form.fieldset(*group)) }
                </form>
                <div class="bill">
                    { match &props.estimate {
                        Ok(estimate) => bill(props, estimate, &name),
                        Err(infeasible) => html! { <>
                            <p class="error" role="alert">{ components::sentence(&infeasible.to_string()) }</p>
                            <p class="note">
                                { words::no_bill() }
                            </p>
                        </> },
                    } }
                </div>
            </div>
        </section>
    }
}

/// The fields of one entry, as the views that show them need them.
pub(super) struct Form<'a> {
    pub(super) place: usize,
    pub(super) scenario: &'a Scenario,
    pub(super) estimate: &'a Result<Estimate, Infeasible>,
    pub(super) drafts: Vec<(Field, Draft)>,
    /// What an analysis used for fields that were not entered, as soon as it has said so.
    pub(super) found: Option<&'a [Found]>,
    pub(super) dispatch: &'a Callback<Event>,
}

impl Form<'_> {
    /// The fields of a group, in the order of declaration.
    pub(super) fn fields(group: Group) -> impl Iterator<Item = Field> {
        FIELDS.iter().filter(move |spec| spec.group == group).map(|spec| spec.field)
    }

    /// How many fields of a group were entered.
    pub(super) fn changed(&self, group: Group) -> usize {
        Self::fields(group).filter(|field| self.scenario.entered(*field).is_some()).count()
    }

    fn fieldset(&self, group: Group) -> Html {
        html! {
            <fieldset><legend>{ group.name() }</legend>{ for Self::fields(group).map(|field| self.input(field)) }</fieldset>
        }
    }

    pub(super) fn input(&self, field: Field) -> Html {
        let draft = self.drafts.iter().find(|(of, _)| *of == field).map(|(_, draft)| draft.clone());
        html! {
            <FieldInput
                key={field.spec().key} place={self.place} {field} step={self.step(field)} {draft}
                entered={self.scenario.entered(field).cloned()} found={self.found.and_then(|found| found_for(found, field))}
                awaits_found={self.found.is_none()}
                catalogue={self.scenario.catalogue()} dispatch={self.dispatch.clone()}
            />
        }
    }

    /// The step of a field of the bill. Fields that contradict each other leave no estimate; what was not changed still
    /// stands as published.
    fn step(&self, field: Field) -> Option<Step> {
        if field.spec().group.is_found() {
            return None;
        }
        match self.estimate {
            Ok(estimate) => Some(estimate.step(Item::Field(field)).clone()),
            Err(_) if self.scenario.entered(field).is_some() => None,
            Err(_) => {
                let preset = Scenario::preset(self.scenario.slug(), self.scenario.catalogue())?;
                Some(estimate(&preset).ok()?.step(Item::Field(field)).clone())
            }
        }
    }
}

fn bill(props: &EntryProps, estimate: &Estimate, name: &str) -> Html {
    let figure = |item: Item| {
        let asked = Asked { place: props.place, item };
        let onclick = props.ask.reform(move |_: MouseEvent| Some(asked));
        let (step, of) = (estimate.step(item), components::of(item.label(), name));
        Figure { step, of: &of, expanded: props.asked == Some(asked), lead: true, onclick }.view()
    };
    html! {
        <>
            <div class="bill-total" aria-live="polite">
                <h3>{ words::bill() }</h3>
                { figure(Item::TrainingCost) }
                <p class="note">{ words::of_final_run() }</p>
            </div>
            { stale(&props.refused) }
            if estimate.step(Item::Increment).outcome.number().is_some() {
                <p class="own-cost">{ figure(Item::Increment) }{ words::on_top() }</p>
            }
            { for estimate.notes().iter().map(|note| html! { <p class="note">{ note }</p> }) }
            { invoice(estimate) }
            { export_button(Piece::of_comparison("bill", words::the_bill(), false, true), &props.open) }
            <p class="note left-out">
                { words::left_out() }
            </p>
            { claims(&props.scenario) }
            <h3 class="working-head">{ words::working() }</h3>
            <ol class="working">{ for estimate.working_of(Item::TrainingCost).into_iter().chain(checks(estimate)).map(|item| working(estimate, item)) }</ol>
            { export_button(Piece::of_comparison("figures", words::all_its_figures(), false, true), &props.open) }
        </>
    }
}

/// Says that the bill is older than what stands in the fields.
pub(super) fn stale(refused: &[Field]) -> Html {
    if refused.is_empty() {
        return Html::default();
    }
    let labels: Vec<&str> = refused.iter().map(|field| field.spec().label()).collect();
    html! {
        <p class="stale" role="status">
            { words::stale(&labels.join(components::list_separator())) }
        </p>
    }
}

/// The results that are no part of the cost but check it.
fn checks(estimate: &Estimate) -> Vec<Item> {
    let known = |item: &Item| estimate.step(*item).outcome.number().is_some();
    let mut items: Vec<Item> = [Item::ImpliedMfu, Item::Days].into_iter().filter(known).collect();
    let cost = estimate.working_of(Item::TrainingCost);
    for item in items.clone() {
        items.extend(estimate.working_of(item).into_iter().filter(|input| !cost.contains(input)));
    }
    let mut seen = Vec::new();
    items.retain(|item| {
        !seen.contains(item) && {
            seen.push(*item);
            true
        }
    });
    items
}

fn invoice(estimate: &Estimate) -> Html {
    if estimate.bill().is_empty() {
        return Html::default();
    }
    let total = estimate.step(Item::TrainingCost);
    let price = estimate.step(Item::Field(Field::UsdPerGpuHour)).to_text();
    html! {
        <table class="invoice">
            <caption class="vh">{ words::by_stage() }</caption>
            <thead><tr>
                <th scope="col">{ words::stage() }</th><th scope="col">{ words::chip_hours() }</th>
                <th scope="col">{ words::price() }</th><th scope="col">{ words::cost() }</th>
            </tr></thead>
            <tbody>{ for estimate.bill().iter().map(|line| stage(line, &price)) }</tbody>
            <tfoot><tr>
                <th scope="row">{ words::total() }</th>
                <td>{ figure_text(estimate.step(Item::ChipHours)) }</td>
                <td></td>
                <td>{ figure_text(total) }</td>
            </tr></tfoot>
        </table>
    }
}

fn stage(line: &Line, price: &str) -> Html {
    html! {
        <>
            <tr>
                <th scope="row">{ line.stage.spec().label() }</th>
                { amounts(line.hours, price, line.cost) }
            </tr>
            { for line.parts.iter().map(|part| html! {
                <tr class="part">
                    <th scope="row"><span>{ part.name }</span>{ sources(&[part.citation]) }</th>
                    { amounts(part.hours, "", part.cost) }
                </tr>
            }) }
        </>
    }
}

fn amounts(hours: Interval<GpuHours>, price: &str, cost: Option<Interval<Usd>>) -> Html {
    let amount = |figure: Interval<f64>, style| {
        html! {
            <td><data value={number::plain(figure)}>{ text::exact_or_range(figure, style) }</data></td>
        }
    };
    html! {
        <>
            { amount(hours.base(), Style::Count("")) }
            <td>{ price.to_owned() }</td>
            { cost.map_or_else(|| html! { <td>{ words::not_public() }</td> }, |cost| amount(cost.base(), Style::Usd)) }
        </>
    }
}

fn claims(scenario: &Scenario) -> Html {
    let claims = scenario.model().map_or(&[][..], |model| model.claims);
    if claims.is_empty() {
        return Html::default();
    }
    let row = |claim: &Claim| {
        let citations: Vec<Citation> = claim.usd.all().iter().map(|sourced| sourced.citation()).collect();
        html! {
            <li class="step">
                <h4>{ claim.to_text() }{ components::colon() }{ claim.accounting.name() }</h4>
                <p>{ claim.says }</p>
                { sources(&citations) }
            </li>
        }
    };
    html! {
        <>
            <h3 class="working-head">{ words::said_in_public() }</h3>
            <ul class="working">{ for claims.iter().map(row) }</ul>
        </>
    }
}

fn working(estimate: &Estimate, item: Item) -> Html {
    let step: &Step = estimate.step(item);
    html! {
        <li class="step" key={item.key()}>
            <h4><var>{ item.symbol() }</var>{ " " }{ item.label() }</h4>
            { equations(estimate, item) }
            <p class="result">{ "= " }{ figure_text(step) }</p>
            { sources(step.citations()) }
            { alternatives(&step.alternatives, item.style()) }
        </li>
    }
}
