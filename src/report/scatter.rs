//! Points on two logarithmic axes of one scale, with as many names as find room.

use cost_model::report::labels::{Anchor, Beside, Named, beside};
use cost_model::report::{Point, Scatter};
use yew::prelude::*;

use super::Drawing;
use super::axes::{Axes, Layers};
use crate::views::percent;

/// The sizes of the drawing, in pixels, for which names are placed: that of a narrow screen, and that beside a form. Names that
/// have room only on the wider one are shown only there.
const NARROW: (f64, f64) = (250.0, 240.0);
const WIDE: (f64, f64) = (540.0, 330.0);

/// About so wide is a letter of a name.
const LETTER: f64 = 6.6;

pub(super) fn scatter(of: &Scatter, with: &Drawing) -> Html {
    let Some((x, y)) = of.axes() else { return Html::default() };
    let axes = Axes { x: &x, y: &y };
    let (narrow, wide) = (names(of, &axes, NARROW), names(of, &axes, WIDE));
    let name = |place: usize, point: &Point| {
        let found = |sides: &[Option<Beside>]| sides.get(place).copied().flatten();
        html! {
            <>
                { for found(&narrow).map(|side| written(point, side, "narrow", &axes)) }
                { for found(&wide).map(|side| written(point, side, "wide", &axes)) }
            </>
        }
    };
    let layers = Layers {
        shapes: html! {
            if of.has_diagonal {
                <path class="diagonal" d={axes.path([(x.low, x.low), (x.high, x.high)].into_iter())}></path>
            }
        },
        above: html! {
            <>
                // The first points lie above the others.
                { for of.points.iter().rev().map(|each| point(each, &axes)) }
                { for of.points.iter().enumerate().map(|(place, each)| name(place, each)) }
            </>
        },
        ..Layers::default()
    };
    axes.figure("scatter", &of.caption, legend(of), layers.with(&of.caption, of.readings(), true, with))
}

fn legend(of: &Scatter) -> Html {
    html! {
        <ul class="legend">
            { for of.series.iter().enumerate().map(|(index, name)| html! {
                <li><svg viewBox="-14 -10 28 20" aria-hidden="true">{ mark(index, "0".to_owned(), "0".to_owned()) }</svg>{ name }</li>
            }) }
        </ul>
    }
}

/// Where each name stands on a drawing of that size.
fn names(of: &Scatter, axes: &Axes, (width, height): (f64, f64)) -> Vec<Option<Beside>> {
    let from_top = |value: f64| height * (1.0 - axes.y.place(value));
    let named = |(place, point): (usize, &Point)| Named {
        at: (width * axes.x.place(point.x), from_top(point.y.middle())),
        range: (from_top(point.y.high()), from_top(point.y.low())),
        width: LETTER * point.label.chars().count() as f64,
        is_named: of.is_named_before(place),
    };
    let points: Vec<Named> = of.points.iter().enumerate().map(named).collect();
    beside(&points, [0.0, 0.0, width, height])
}

fn written(point: &Point, side: Beside, class: &'static str, axes: &Axes) -> Html {
    let (x, y) = axes.place(point.x, point.y.middle());
    let anchor = match side.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let pixels = |value: f64| format!("{}", value as i32);
    html! { <text {class} {x} {y} dx={pixels(side.dx)} dy={pixels(side.dy)} text-anchor={anchor}>{ &point.label }</text> }
}

fn point(of: &Point, axes: &Axes) -> Html {
    let (x, y) = axes.place(of.x, of.y.middle());
    let end = |value: f64| percent(1.0 - axes.y.place(value));
    html! {
        <g class={format!("series-{}", of.series)}>
            if !of.y.is_exact() {
                <line class="whisker" x1={x.clone()} x2={x.clone()} y1={end(of.y.low())} y2={end(of.y.high())}></line>
            }
            { mark(of.series, x, y) }
        </g>
    }
}

/// Each series has a shape of its own, not only a colour.
fn mark(series: usize, x: String, y: String) -> Html {
    match series {
        0 => html! { <circle class="series-0" cx={x} cy={y} r="5"></circle> },
        _ => html! { <svg {x} {y}><path class="series-1" d="m-5-5 10 10m0-10-10 10"></path></svg> },
    }
}
