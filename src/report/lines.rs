//! Curves over two logarithmic axes; the table that says the same stands beside them.

use cost_model::report::{Curve, Lines};
use cost_model::scale::LogScale;
use cost_model::text::{self, Style};
use yew::prelude::*;

/// The drawing's size and the room for its labels, in units of the drawing.
const WIDTH: u32 = 720;
const HEIGHT: u32 = 400;
const LEFT: u32 = 84;
const BELOW: u32 = 48;
const ABOVE: u32 = 28;

struct Axes {
    x: LogScale,
    y: LogScale,
}

impl Axes {
    fn of(lines: &Lines) -> Option<Self> {
        let points = || lines.curves.iter().flat_map(|curve| curve.points.iter());
        Some(Self { x: LogScale::over(points().map(|(x, _)| *x))?, y: LogScale::over(points().map(|(_, y)| *y))? })
    }

    fn x(&self, value: f64) -> String {
        tenths(10 * LEFT + self.x.pixels(value, 10 * (WIDTH - LEFT - 12)))
    }

    fn y(&self, value: f64) -> String {
        tenths(10 * (HEIGHT - BELOW) - self.y.pixels(value, 10 * (HEIGHT - BELOW - ABOVE)))
    }
}

/// A place in tenths of a unit, so that curves are smooth.
fn tenths(place: u32) -> String {
    format!("{}.{}", place / 10, place % 10)
}

pub(super) fn lines(of: &Lines) -> Html {
    let Some(axes) = Axes::of(of) else { return Html::default() };
    html! {
        <figure class="scatter lines">
            <figcaption>{ &of.caption }</figcaption>
            <ul class="legend">
                { for of.curves.iter().enumerate().map(|(index, curve)| html! {
                    <li>
                        <svg viewBox="-10 -10 20 20" aria-hidden="true"><path class={class(index)} d="M-10 0H10"></path></svg>
                        { &curve.name }
                    </li>
                }) }
            </ul>
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={of.caption.clone()}>
                { grid(of, &axes) }
                { for of.curves.iter().enumerate().map(|(index, curve)| path(curve, index, &axes)) }
                { for of.marks.iter().map(|(x, name)| mark(*x, name, &axes)) }
            </svg>
        </figure>
    }
}

/// Each curve has a dash of its own, not only a colour.
fn class(index: usize) -> String {
    format!("curve-{}", index % 4)
}

fn grid(of: &Lines, axes: &Axes) -> Html {
    let (left, right, bottom) = (LEFT.to_string(), (WIDTH - 12).to_string(), (HEIGHT - BELOW).to_string());
    html! {
        <g class="grid">
            { for axes.x.ticks().into_iter().map(|tick| html! {
                <>
                    <line x1={axes.x(tick)} x2={axes.x(tick)} y1={ABOVE.to_string()} y2={bottom.clone()}></line>
                    <text x={axes.x(tick)} y={(HEIGHT - BELOW + 20).to_string()} text-anchor="middle">{ text::point(tick, Style::Count("")) }</text>
                </>
            }) }
            { for axes.y.ticks().into_iter().map(|tick| html! {
                <>
                    <line x1={left.clone()} x2={right.clone()} y1={axes.y(tick)} y2={axes.y(tick)}></line>
                    <text x={(LEFT - 8).to_string()} y={axes.y(tick)} dy="4" text-anchor="end">{ text::point(tick, Style::Usd) }</text>
                </>
            }) }
            <text x={(WIDTH / 2).to_string()} y={(HEIGHT - 6).to_string()} text-anchor="middle">{ &of.x_label }</text>
            <text x="0" y="14">{ &of.y_label }</text>
        </g>
    }
}

fn path(curve: &Curve, index: usize, axes: &Axes) -> Html {
    let mut data = String::new();
    for (place, (x, y)) in curve.points.iter().enumerate() {
        data.push(if place == 0 { 'M' } else { 'L' });
        data.push_str(&format!("{} {}", axes.x(*x), axes.y(*y)));
    }
    html! { <path class={class(index)} d={data}><title>{ &curve.name }</title></path> }
}

fn mark(x: f64, name: &str, axes: &Axes) -> Html {
    let place = axes.x(x);
    // Beside the line, on the side that has room.
    let (anchor, dx) = if axes.x.place(x) > 0.6 { ("end", "-6") } else { ("start", "6") };
    html! {
        <g class="mark">
            <line x1={place.clone()} x2={place.clone()} y1={ABOVE.to_string()} y2={(HEIGHT - BELOW).to_string()}></line>
            <text x={place} y={(ABOVE + 14).to_string()} {dx} text-anchor={anchor}>{ name.to_owned() }</text>
        </g>
    }
}
