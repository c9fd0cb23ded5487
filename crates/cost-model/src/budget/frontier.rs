//! Models of equal cost: fewer parameters on more tokens, or more on fewer.

use super::plan::Plan;
use super::run::{End, Size};
use crate::interval::Interval;

/// Sizes of the table, in times the compute-optimal one.
const TIMES: [f64; 13] = [0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1.0, 1.4, 2.0, 2.5, 3.0, 4.0, 5.0];

/// Points of a curve over the same sizes.
const POINTS: u32 = 60;

/// A model that the same money pays for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The model.
    pub size: Size,
    /// Its utilisation of the dense 16-bit peak.
    pub mfu: Interval<f64>,
    /// Its loss, in nats for a token.
    pub loss: f64,
    /// The compute at which a compute-optimal model has the same loss, over that of the compute-optimal model of this money.
    pub worth: f64,
}

/// Models of equal cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Frontier {
    /// Those of the table, the smallest first.
    pub rows: Vec<Point>,
    /// Where the compute-optimal one stands among them.
    pub optimum: usize,
    /// The one of least predicted loss along the whole curve.
    pub least: Point,
}

/// A curve with its band: size, and the value in the middle, at the low end and at the high end of what the money buys.
pub type Curve = Vec<(f64, f64, f64, f64)>;

impl Frontier {
    /// The models that a plan's money pays for; nothing where a utilisation cannot be predicted.
    #[must_use]
    pub fn of(plan: &Plan) -> Option<Self> {
        let best = plan.best.size().params;
        let rows: Vec<Point> = TIMES.iter().filter_map(|times| point(plan, times * best)).collect();
        let optimum = TIMES.iter().position(|times| *times == 1.0)?;
        let finest = sizes(plan, 20 * POINTS).filter_map(|params| point(plan, params));
        let least = finest.reduce(|least, next| if next.loss < least.loss { next } else { least })?;
        (rows.len() == TIMES.len()).then_some(Self { rows, optimum, least })
    }

    /// Something of the models along the curve.
    #[must_use]
    pub fn curve(plan: &Plan, of: impl Fn(Size) -> f64) -> Curve {
        let at = |params: f64, end: End| plan.at(params, end).map(&of);
        let points = sizes(plan, POINTS).filter_map(|params| {
            let middle = at(params, End::Middle)?;
            let low = at(params, End::Low).unwrap_or(middle);
            Some((params, middle, low, at(params, End::High)?))
        });
        points.collect()
    }
}

/// Sizes from the smallest to the largest of the table, at equal ratios.
fn sizes(plan: &Plan, points: u32) -> impl Iterator<Item = f64> {
    let [least, .., most] = TIMES;
    let (low, high) = (least * plan.best.size().params, most * plan.best.size().params);
    (0..=points).map(move |place| low * libm::pow(high / low, f64::from(place) / f64::from(points)))
}

/// The model of so many parameters that the money pays for.
fn point(plan: &Plan, params: f64) -> Option<Point> {
    let size = plan.at(params, End::Middle)?;
    let loss = plan.loss(size);
    let optimal = plan.losses.1.optimum(plan.best.flop.middle).flop();
    Some(Point { size, mfu: plan.machine.mfu(size)?, loss, worth: plan.losses.1.least_flop(loss) / optimal })
}
