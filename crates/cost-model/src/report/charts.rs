//! Charts whose axes are worked out here, so that the page only draws them. Each stands beside a table of its figures.

use super::Given;
use super::axis::Axis;

/// Curves on two axes, with bands or without.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// What links and embeds call it: small letters and `-`.
    pub name: String,
    /// What it shows.
    pub caption: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// The curves.
    pub curves: Vec<PlotCurve>,
    /// Values that mean something, with their names.
    pub marks: Vec<Mark>,
}

impl Plot {
    /// What a plot is called that needs no name of its own.
    pub const NAME: &'static str = "plot";
}

/// A curve of a plot, with the band around it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlotCurve {
    /// Its name.
    pub name: String,
    /// Its points from left to right.
    pub points: Vec<(f64, f64)>,
    /// Where the band stands, its low end and its high end, from left to right; may be empty.
    pub band: Vec<(f64, f64, f64)>,
}

/// A value on an axis that means something.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The value.
    pub at: f64,
    /// What it is.
    pub name: String,
    /// Whether the line stands upright, for a value of the horizontal axis.
    pub is_vertical: bool,
}

/// A result over a grid of two inputs, with the line along which it has one value.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// What it shows.
    pub caption: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// How many cells lie beside each other.
    pub columns: usize,
    /// The cells row by row, the lowest row first, each from left to right: a letter of [`SHADES`] for the result's
    /// place on `scale`, a space where there is none.
    pub cells: String,
    /// The axis of the result, by which its shade is read.
    pub scale: Axis,
    /// Lines along which the result has the value of `contour_name`, in values of both axes.
    pub contours: Vec<Vec<(f64, f64)>>,
    /// What that value is; empty where there is none.
    pub contour_name: String,
    /// Where the scenario itself stands, if that is on the map.
    pub here: Option<(f64, f64)>,
}

/// The shades of a [`HeatMap`] from the lowest result to the highest.
pub const SHADES: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// How a result is spread: its density and three quantiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    /// What it shows.
    pub caption: String,
    /// The axis of the result.
    pub x: Axis,
    /// The density from left to right: a value of the result and a height from 0 to 1.
    pub points: Vec<(f64, f64)>,
    /// The 5th, 50th and 95th percentile with their texts.
    pub quantiles: Vec<(f64, String)>,
}

/// How far a result moves with each input alone, the widest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Tornado {
    /// What it shows.
    pub caption: String,
    /// The axis of the result.
    pub x: Axis,
    /// The result with every input at its median.
    pub middle: f64,
    /// The bars.
    pub bars: Vec<TornadoBar>,
}

/// How far a result moves with one input.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoBar {
    /// The input.
    pub label: String,
    /// The result at the input's 5th percentile.
    pub at_low: f64,
    /// The result at the input's 95th percentile.
    pub at_high: f64,
    /// Input and result at the 5th percentile, for readers.
    pub low_text: String,
    /// The same at the 95th.
    pub high_text: String,
    /// Its part of the result's variance by itself, as text.
    pub first_share: String,
    /// The same with all that it does together with others.
    pub total_share: String,
    /// How its ends were found, line by line.
    pub working: Vec<String>,
    /// The field of the input.
    pub given: Vec<Given>,
}
