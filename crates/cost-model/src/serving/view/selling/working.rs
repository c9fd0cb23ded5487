//! How the figures of the tables of a day were found.

use super::super::super::day::{DAYS_PER_MONTH, Day};
use super::super::percent;
use crate::interval::Interval;
use crate::text::{Style, point};
use crate::words::serving_selling as words;

/// How the figures of a day with exact values were found.
pub(super) fn at_share(day: &Day, profit: f64) -> Vec<String> {
    let dollars = |value: Interval<f64>| point(value.middle(), Style::Usd);
    let (paid, kept) = (percent(day.sales.paid.middle()), percent(day.sales.price_kept().middle()));
    vec![
        words::revenue_working(&dollars(day.list_usd), &paid, &kept, &dollars(day.revenue())),
        words::cost_working(
            &dollars(day.chips_usd),
            &dollars(day.chips_usd * day.overhead),
            &dollars(day.cache_usd),
            &dollars(day.cost()),
        ),
        words::left_working(&dollars(day.revenue()), &dollars(day.cost()), &point(profit, Style::Usd)),
    ]
}

/// How the time was found in which a cost is earned back: by central values, at the earliest and at the latest.
pub(super) fn earned_back(day: &Day, cost: Interval<f64>) -> Vec<String> {
    let central = day.central().profit().middle_signed();
    let Some(months) = day.months_to_pay(cost) else {
        return vec![words::never_earned_back(&point(central, Style::Usd))];
    };
    let (dollars, number) = (|usd: f64| point(usd, Style::Usd), |value: f64| point(value, Style::Rounded));
    let days = point(DAYS_PER_MONTH, Style::Plain);
    let mut lines =
        vec![words::earned_back_working(&dollars(cost.middle()), &dollars(central), &days, &number(months.central))];
    let (earliest, latest) = (number(months.low), months.high.map(number));
    if latest.as_ref() != Some(&earliest) {
        let profit = day.profit();
        lines.push(words::earliest_working(&dollars(cost.low()), &dollars(profit.high()), &days, &earliest));
        lines.push(match latest {
            Some(latest) => words::latest_working(&dollars(cost.high()), &dollars(profit.low()), &days, &latest),
            None => words::latest_never(&dollars(profit.low())),
        });
    }
    lines
}

/// What is left of a day with exact values, once a field has that value.
pub(super) fn with_value(value: &str, day: &Day) -> String {
    let dollars = |usd: f64| point(usd, Style::Usd);
    let left = dollars(day.profit().middle_signed());
    words::left_with_value(value, &dollars(day.revenue().middle()), &dollars(day.cost().middle()), &left)
}
