//! The colours of the page's light theme, as `static/style.css` has them.

pub(super) const PAPER: &str = "#ffffff";
pub(super) const INK: &str = "#1a1c20";
pub(super) const MUTED: &str = "#5a606a";
pub(super) const RULE: &str = "#dfe1e3";
pub(super) const EDGE: &str = "#888e98";
pub(super) const ACCENT: &str = "#1b4f9c";
pub(super) const TINT: &str = "#e9f0fa";
pub(super) const CLAIM: &str = "#a84a00";

/// The accent mixed with paper, for bars of a range.
pub(super) const BAR: &str = "#7a98c4";

/// Colours of series, told apart also by those who see fewer.
pub(super) const SERIES: [&str; 4] = ["#0072b2", "#d55e00", "#009e73", "#b2578c"];

/// The dash of a curve of each series, so that colour is not all.
pub(super) const DASHES: [&str; 4] = ["none", "9 5", "2 4", "12 4 2 4"];

/// Colours of pieces of a whole; they come round again after the last.
const PIECES: [&str; 12] = [
    "#0072b2", "#d55e00", "#009e73", "#b2578c", "#b88a00", "#666666", "#80b9d9", "#eaaf80", "#80cfb9", "#d9abc6",
    "#dcc580", "#b3b3b3",
];

/// The area below a density, and the half of a tornado's bar that goes with high values.
pub(super) const SPREAD: &str = "#b3d5e8";
pub(super) const HIGH: &str = "#d6e8f3";

/// From the lowest result of a map to the highest: each lighter than the one before.
const ANCHORS: [[f64; 3]; 5] =
    [[68.0, 1.0, 84.0], [59.0, 82.0, 139.0], [33.0, 145.0, 140.0], [94.0, 201.0, 98.0], [253.0, 231.0, 37.0]];

/// The colour of a piece.
pub(super) fn piece(index: usize) -> &'static str {
    PIECES.iter().cycle().nth(index).copied().unwrap_or(INK)
}

/// The colour of a shade out of so many, between the two anchors around it.
pub(super) fn shade(index: usize, of: usize) -> String {
    let (quarters, last) = (index.saturating_mul(4), of.saturating_sub(1).max(1));
    let from = quarters.checked_div(last).unwrap_or_default();
    let part = quarters.checked_rem(last).unwrap_or_default() as f64 / last as f64;
    let anchor = |place: usize| ANCHORS.get(place).or(ANCHORS.last()).copied().unwrap_or_default();
    let ([r0, g0, b0], [r1, g1, b1]) = (anchor(from), anchor(from.saturating_add(1)));
    // A part in a thousand more, as a product that is whole may come out as the least bit less.
    let mix = |one: f64, other: f64| (one + (other - one) * part + 0.001) as u8;
    format!("#{:02x}{:02x}{:02x}", mix(r0, r1), mix(g0, g1), mix(b0, b1))
}
