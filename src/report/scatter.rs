//! Points on two logarithmic axes, and the table that says the same.

use cost_model::report::{Point, Scatter};
use cost_model::scale::LogScale;
use cost_model::text::{self, Style};
use yew::prelude::*;

/// The drawing's size and the room for its labels, in units of the drawing.
const WIDTH: u32 = 720;
const HEIGHT: u32 = 520;
const LEFT: u32 = 92;
const BELOW: u32 = 48;

struct Axes {
    scale: LogScale,
}

impl Axes {
    fn x(&self, value: f64) -> u32 {
        LEFT + self.scale.pixels(value, WIDTH - LEFT - 12)
    }

    fn y(&self, value: f64) -> u32 {
        HEIGHT - BELOW - self.scale.pixels(value, HEIGHT - BELOW - 12)
    }
}

pub(super) fn scatter(of: &Scatter) -> Html {
    let values = of.points.iter().flat_map(|point| [point.x, point.y.low(), point.y.high()]);
    let Some(scale) = LogScale::over(values) else { return Html::default() };
    let axes = Axes { scale };
    html! {
        <figure class="scatter">
            <figcaption>{ &of.caption }</figcaption>
            <ul class="legend">
                { for of.series.iter().enumerate().map(|(index, name)| html! {
                    <li><svg viewBox="-10 -10 20 20" aria-hidden="true">{ mark(index, 0, 0) }</svg>{ name }</li>
                }) }
            </ul>
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={of.caption.clone()}>
                { grid(of, &axes) }
                { for of.points.iter().rev().map(|each| point(each, &axes)) }
            </svg>
            <details>
                <summary>{ "As a table" }</summary>
                <table class="listing">
                    <tbody>{ for of.points.iter().map(|each| row(of, each)) }</tbody>
                </table>
            </details>
        </figure>
    }
}

fn grid(of: &Scatter, axes: &Axes) -> Html {
    let (left, bottom) = (LEFT.to_string(), (HEIGHT - BELOW).to_string());
    let tick = |value: f64| {
        let (x, y, label) =
            (axes.x(value).to_string(), axes.y(value).to_string(), text::point(value, Style::Count("")));
        html! {
            <>
                <line x1={x.clone()} x2={x.clone()} y1="12" y2={bottom.clone()}></line>
                <line x1={left.clone()} x2={(WIDTH - 12).to_string()} y1={y.clone()} y2={y.clone()}></line>
                <text {x} y={(HEIGHT - BELOW + 20).to_string()} text-anchor="middle">{ label.clone() }</text>
                <text x={(LEFT - 8).to_string()} {y} dy="4" text-anchor="end">{ label }</text>
            </>
        }
    };
    html! {
        <g class="grid">
            { for axes.scale.ticks().into_iter().map(tick) }
            if of.has_diagonal {
                <line class="diagonal" x1={left.clone()} y1={bottom.clone()} x2={(WIDTH - 12).to_string()} y2="12"></line>
            }
            <text x={(WIDTH / 2).to_string()} y={(HEIGHT - 6).to_string()} text-anchor="middle">{ &of.x_label }</text>
            <text x="-220" y="14" transform="rotate(-90)" text-anchor="middle">{ &of.y_label }</text>
        </g>
    }
}

fn point(of: &Point, axes: &Axes) -> Html {
    let x = axes.x(of.x);
    html! {
        <g class={format!("series-{}", of.series)}>
            <title>{ format!("{}: {}", of.label, of.text) }</title>
            if !of.y.is_exact() {
                <line class="whisker" x1={x.to_string()} x2={x.to_string()}
                    y1={axes.y(of.y.low()).to_string()} y2={axes.y(of.y.high()).to_string()}></line>
            }
            { mark(of.series, x, axes.y(of.y.middle())) }
        </g>
    }
}

/// Each series has a shape of its own, not only a colour.
fn mark(series: usize, x: u32, y: u32) -> Html {
    let (x, y) = (x.to_string(), y.to_string());
    match series {
        0 => html! { <circle class="series-0" cx={x} cy={y} r="5"></circle> },
        _ => html! { <path class="series-1" d={format!("M{x} {y}m-5-5 10 10m0-10-10 10")}></path> },
    }
}

fn row(of: &Scatter, point: &Point) -> Html {
    html! {
        <tr>
            <th scope="row">{ &point.label }</th>
            <td>{ of.series.get(point.series) }</td>
            <td>{ &point.text }</td>
        </tr>
    }
}
