//! Curves with their bands.

use cost_model::report::{Mark, Plot, PlotCurve};
use yew::prelude::*;

use super::Drawing;
use super::axes::{Axes, Layers, upright};

pub(super) fn plot(of: &Plot, with: &Drawing) -> Html {
    let axes = Axes { x: &of.x, y: &of.y };
    let uprights = of.marks.iter().filter(|mark| mark.is_vertical).enumerate();
    let levels = of.marks.iter().filter(|mark| !mark.is_vertical);
    let curves = || of.curves.iter().enumerate();
    let layers = Layers {
        shapes: html! {
            <>
                { for curves().filter(|(_, curve)| !curve.band.is_empty()).map(|(index, curve)| band(curve, index, &axes)) }
                { for curves().map(|(index, curve)| line(curve, index, &axes)) }
            </>
        },
        above: html! {
            <>
                { for uprights.map(|(row, mark)| upright(&of.x, mark.at, &mark.name, row)) }
                { for levels.map(|mark| level(mark, &axes)) }
            </>
        },
        ..Layers::default()
    };
    let layers = layers.with(&of.caption, of.readings(), true, with);
    axes.figure("plotted", &of.caption, legend(of), layers)
}

fn legend(of: &Plot) -> Html {
    html! {
        <ul class="legend">
            { for of.curves.iter().enumerate().map(|(index, curve)| html! {
                <li>
                    <svg viewBox="-14 -10 28 20" aria-hidden="true">
                        if !curve.band.is_empty() {
                            <path class={class("band", index)} d="M-14-7H14V7H-14z"></path>
                        }
                        <path class={class("curve", index)} d="M-14 0H14"></path>
                    </svg>
                    { &curve.name }
                </li>
            }) }
        </ul>
    }
}

/// Each curve has a dash of its own, not only a colour.
fn class(kind: &str, index: usize) -> String {
    format!("{kind} {kind}-{}", index % 4)
}

fn line(curve: &PlotCurve, index: usize, axes: &Axes) -> Html {
    html! { <path class={class("curve", index)} d={axes.path(curve.points.iter().copied())}></path> }
}

/// Along the high ends to the right, and along the low ends back.
fn band(curve: &PlotCurve, index: usize, axes: &Axes) -> Html {
    let there = curve.band.iter().map(|(x, _, high)| (*x, *high));
    let back = curve.band.iter().rev().map(|(x, low, _)| (*x, *low));
    html! { <path class={class("band", index)} d={axes.path(there.chain(back))}></path> }
}

/// A line across, its name above it, or beneath it where it is close to the top.
fn level(mark: &Mark, axes: &Axes) -> Html {
    let (_, y) = axes.place(axes.x.low, mark.at);
    let dy = if axes.y.place(mark.at) > 0.9 { "15" } else { "-6" };
    html! {
        <g class="mark">
            <line x1="0" x2="100%" y1={y.clone()} y2={y.clone()}></line>
            <text class="end" x="100%" {y} dx="-4" {dy}>{ &mark.name }</text>
        </g>
    }
}
