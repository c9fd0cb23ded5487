//! What can be trained for a sum: laws, the way from money to a model and back, equal cost, serving, experts, years.

use cost_model::bill::Rung;
use cost_model::budget::{
    BudgetInputs, End, Frontier, Life, Loss, Machine, Mixture, Plan, Purse, Size, history, law, laws, published, report,
};
use cost_model::catalogue::{Catalogue, EDITION};
use cost_model::comparison::Comparison;
use cost_model::estimate::{Item, estimate};
use cost_model::field::Field;
use cost_model::interval::Interval;
use cost_model::query;
use cost_model::report::{Block, Report, Table, Tone};
use cost_model::scenario::Scenario;

fn near(a: f64, b: f64, part: f64) -> bool {
    (a - b).abs() <= part * b.abs()
}

fn shown(fragment: &str) -> Comparison {
    let decoded = query::decode(fragment);
    assert!(decoded.warnings.is_empty(), "{fragment}: {:?}", decoded.warnings);
    decoded.comparison
}

fn entry(fields: &str) -> Scenario {
    let entered: Vec<String> = fields.split('&').filter(|of| !of.is_empty()).map(|of| format!("1.{of}")).collect();
    shown(&format!("models=own&{}&end", entered.join("&"))).scenarios.swap_remove(0)
}

fn with<T>(fields: &str, look: impl Fn(&Plan) -> T) -> T {
    let scenario = entry(fields);
    let inputs = BudgetInputs::of(&scenario).expect("inputs");
    look(&Plan::of(inputs).unwrap_or_else(|why| panic!("{fields}: {why}")))
}

fn said(fields: &str) -> Report {
    let comparison = Comparison::of(vec![entry(fields)]);
    report(&comparison)
}

fn answer(of: &Report) -> &str {
    let found = of.blocks.iter().find_map(|block| match block {
        Block::Text { tone: Tone::Answer, text } => Some(text.as_str()),
        _ => None,
    });
    found.expect("an answer")
}

fn table<'a>(of: &'a Report, caption: &str) -> &'a Table {
    let found = of.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.caption.contains(caption) => Some(table),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no table {caption}"))
}

fn loss(slug: &str) -> Loss {
    *law(slug, EDITION).and_then(|law| law.loss()).expect(slug)
}

/// The least loss of all sizes at an amount of compute, found by trying.
fn by_trying(of: &Loss, flop: f64) -> Size {
    let at = |place: u32| {
        let params = 1e6 * libm::pow(1e9, f64::from(place) / 100_000.0);
        Size { params, tokens: flop / 6.0 / params }
    };
    (0..=100_000).map(at).reduce(|best, next| if of.of(next) < of.of(best) { next } else { best }).expect("sizes")
}

#[test]
fn the_closed_form_is_the_least_loss() {
    for slug in ["besiroglu-2024", "hoffmann-2022"] {
        let law = loss(slug);
        for flop in [1e18, 1e21, 5.76e23, 1e26] {
            let (closed, tried) = (law.optimum(flop), by_trying(&law, flop));
            assert!(near(closed.params, tried.params, 0.001), "{slug} {flop}: {closed:?} {tried:?}");
            assert!(near(closed.flop(), flop, 1e-12) && law.of(closed) <= law.of(tried) + 1e-12);
            assert!(near(law.least_flop(law.of(closed)), flop, 1e-9), "{slug} {flop}");
            assert!(near(law.tokens(closed.params, law.of(closed)).expect("tokens"), closed.tokens, 1e-9));
        }
        assert_eq!(law.least_flop(law.e), f64::INFINITY);
        assert_eq!(law.tokens(1e3, law.e + 0.001), None);
    }
}

#[test]
fn laws_give_what_their_authors_say() {
    // Besiroglu et al.: about 20 tokens for each parameter, as the paper’s other methods; approach 3 as published has far more.
    let chinchilla = 6.0 * 70e9 * 1.4e12;
    let ratio = |slug: &str, flop: f64| law(slug, EDITION).and_then(|law| law.optimum(flop)).expect(slug).ratio();
    assert!(near(ratio("besiroglu-2024", chinchilla), 18.4, 0.01), "{}", ratio("besiroglu-2024", chinchilla));
    assert!((17.0..24.0).contains(&ratio("besiroglu-2024", 1e21)));
    assert!((55.0..65.0).contains(&ratio("hoffmann-2022", chinchilla)), "{}", ratio("hoffmann-2022", chinchilla));
    // Hoffmann et al.: by approach 3 Gopher's compute is best put into about 40B parameters.
    let gopher = law("hoffmann-2022", EDITION).and_then(|law| law.optimum(5.76e23)).expect("a model");
    assert!(near(gopher.params, 40e9, 0.1), "{gopher:?}");
    // DeepSeek and Ling at 10²⁰ FLOP, worked out by hand from the coefficients.
    for (slug, params, tokens) in [("deepseek-2024", 8.753e8, 1.904e10), ("ling-2025", 7.622e8, 2.187e10)] {
        let size = law(slug, EDITION).and_then(|law| law.optimum(1e20)).expect(slug);
        assert!(near(size.params, params, 0.001) && near(size.tokens, tokens, 0.001), "{slug} {size:?}");
        assert!(near(size.flop(), 1e20, 1e-9));
    }
}

#[test]
fn every_law_says_what_it_was_fitted_on() {
    for law in laws(EDITION) {
        let small = law.optimum(2e19).expect("a model");
        assert!(law.holds_for(small), "{}", law.slug);
        assert!(!law.holds_for(law.optimum(1e25).expect("a model")), "{}", law.slug);
    }
    let warned = |fields: &str| {
        said(fields).blocks.iter().any(
            |block| matches!(block, Block::Text { tone: Tone::Warning, text } if text.contains("was fitted on") && text.contains("extrapolation")),
        )
    };
    assert!(warned("budget_usd=6M") && !warned("budget_usd=200"));
}

#[test]
fn a_sum_on_any_rung_comes_back_from_the_whole_bill() {
    for rung in Rung::COUNTED {
        for usd in [80e6, 3e9] {
            let fields = format!("accounting={}&budget_usd={usd}", rung.slug());
            with(&fields, |plan| {
                let end_of = |end: End| plan.purse.hours_at(plan.usd, end);
                for (end, pick) in [(End::Low, 2), (End::Middle, 1), (End::High, 0)] {
                    let hours = end_of(end);
                    if hours <= 0.0 {
                        continue;
                    }
                    let bill = plan.terms.bill(hours).expect("a bill");
                    let sum = bill.rung(rung).and_then(|sum| sum.known()).expect("a sum").base();
                    let back = [sum.low(), sum.central().unwrap_or(usd), sum.high()][pick];
                    assert!(near(back, usd, 1e-9), "{rung:?} {usd} {end:?}: {back}");
                }
            });
        }
    }
}

#[test]
fn money_is_hours_is_compute_is_a_model() {
    with("budget_usd=6M&budget_usd_per_gpu_hour=2&budget_mfu=0.4", |plan| {
        assert!(near(plan.hours.middle, 3e6, 1e-12));
        let flop = 3e6 * 3600.0 * 989.5e12 * 0.4;
        assert!(near(plan.best.flop.middle, flop, 1e-9), "{:?}", plan.best.flop);
        let size = plan.best.size();
        assert!(near(size.params, loss("besiroglu-2024").optimum(flop).params, 1e-9));
        assert!(near(size.flop(), flop, 1e-9));
        assert!(near(plan.machine.hours(size, End::Middle).expect("hours"), 3e6, 1e-9));
        assert!(near(plan.machine.tokens(size.params, 3e6, End::Middle).expect("tokens"), size.tokens, 1e-9));
        assert_eq!(plan.best.flop.range(), Interval::exact(plan.best.flop.middle));
        assert!(near(plan.terms.chips(plan.hours.middle), 3e6 / (3.0 * 730.5), 1e-12));
    });
    // DeepSeek-V3's own price, hours and utilisation.
    with(
        "budget_usd=5.576M&budget_hardware=nvidia-h800-sxm5-80gb&budget_usd_per_gpu_hour=2&budget_mfu=0.391",
        |plan| {
            assert!(near(plan.hours.middle, 2.788e6, 1e-12) && near(plan.best.flop.middle, 3.883e24, 0.001));
        },
    );
    // With predicted utilisation the run that comes out takes the hours that were paid for, at every end.
    with("budget_usd=6M", |plan| {
        for (hours, flop, end) in [
            (plan.hours.low, plan.best.flop.low, End::Low),
            (plan.hours.middle, plan.best.flop.middle, End::Middle),
            (plan.hours.high, plan.best.flop.high, End::High),
        ] {
            let size = plan.best.law.optimum(flop).expect("a model");
            assert!(near(plan.machine.hours(size, end).expect("hours"), hours, 1e-9), "{end:?}");
        }
    });
}

#[test]
fn more_money_never_trains_a_worse_model() {
    for rung in ["rented", "owned", "all-compute", "cluster"] {
        for chip in ["nvidia-h100-sxm5-80gb", "nvidia-a100-sxm4-80gb", "google-tpu-v4"] {
            let mut before = f64::INFINITY;
            for usd in ["1k", "10k", "100k", "1M", "6M", "20M", "100M", "1B", "20B"] {
                let fields = format!("accounting={rung}&budget_usd={usd}&budget_hardware={chip}");
                let now = with(&fields, |plan| plan.loss(plan.best.size()));
                assert!(now < before, "{fields}: {now} {before}");
                before = now;
            }
        }
    }
}

#[test]
fn the_optimum_has_the_least_loss_of_all_models_of_equal_cost() {
    with("budget_usd=6M&budget_mfu=0.4", |plan| {
        let frontier = Frontier::of(plan).expect("a frontier");
        let best = frontier.rows[frontier.optimum];
        assert!(near(best.size.params, plan.best.size().params, 1e-9) && near(best.worth, 1.0, 1e-6));
        assert!(frontier.rows.iter().all(|each| each.loss >= best.loss && each.worth <= 1.0 + 1e-9));
        assert!(frontier.least.loss <= best.loss + 1e-6 && near(frontier.least.size.params, best.size.params, 0.01));
        for each in &frontier.rows {
            assert!(near(each.size.flop(), plan.best.flop.middle, 1e-9));
        }
    });
    with("budget_usd=6M", |plan| {
        let frontier = Frontier::of(plan).expect("a frontier");
        assert_eq!(frontier.rows.len(), 13);
        assert!(frontier.rows.iter().all(|each| each.loss >= frontier.least.loss - 1e-12));
        // Every one of them takes the hours that were paid for.
        for each in &frontier.rows {
            let hours = plan.machine.hours(each.size, End::Middle).expect("hours");
            assert!(near(hours, plan.hours.middle, 1e-9), "{each:?}");
        }
    });
}

#[test]
fn serving_makes_smaller_models_cheapest() {
    let choice = |served: &str| {
        with(&format!("budget_usd=6M&budget_mfu=0.4&budget_served_tokens={served}"), |plan| {
            let life = Life::of(plan).expect("a life");
            let optimal = life.of_size(plan.best.size()).expect("it is served");
            let equal = life.cheapest_of_equal_loss().expect("one");
            let within = life.best_within_the_sum().expect("one");
            assert!(near(equal.loss, optimal.loss, 1e-9), "{equal:?}");
            assert!(equal.total() <= optimal.total() * 1.0001 && near(within.total(), 6e6, 1e-9));
            assert!(within.loss >= plan.loss(plan.best.size()));
            (equal.size.params / plan.best.size().params, within.size.params / plan.best.size().params, within.loss)
        })
    };
    let (none, some, many) = (choice("0"), choice("3T"), choice("30T"));
    assert!(near(none.0, 1.0, 0.02) && near(none.1, 1.0, 0.02), "{none:?}");
    assert!(some.0 < 0.95 * none.0 && many.0 < some.0, "{some:?} {many:?}");
    assert!(some.1 < none.1 && many.1 < some.1);
    assert!(none.2 < some.2 && some.2 < many.2);
}

#[test]
fn a_mixture_of_experts_is_worth_more_compute_than_it_takes() {
    with("budget_usd=6M", |plan| {
        let mixture = Mixture::of(plan).expect("a mixture");
        let worth = mixture.worth();
        // At most from what was checked at 10²² FLOP to what the law extrapolates to.
        assert!(near(worth.low(), 7.19, 0.01) && worth.high() > worth.low(), "{worth:?}");
        assert!(mixture.size().params < mixture.total_params() && mixture.is_within_the_fit());
        assert!(near(mixture.dense_flop().low(), worth.low() * mixture.best.flop.middle, 1e-12));
    });
    with("budget_usd=6M&activated_share=1&budget_mfu=0.4", |plan| {
        let mixture = Mixture::of(plan).expect("a mixture");
        assert!(
            near(mixture.worth().middle(), 1.0, 0.03) && near(mixture.total_params(), mixture.size().params, 1e-12)
        );
    });
    let beyond =
        with("activated_share=0.002&expert_granularity=40", |plan| Mixture::of(plan).expect("one").is_within_the_fit());
    assert!(!beyond);
}

#[test]
fn the_same_sum_bought_less_before_and_no_price_is_from_later() {
    with("budget_usd=6M", |plan| {
        let mut before = 0.0;
        for year in history::YEARS {
            let all = history::bought(plan, year);
            let best = all.iter().find(|each| !each.fp8).expect("a price in every one of the years");
            assert!(best.best.flop.middle > before, "{year}");
            before = best.best.flop.middle;
            for each in &all {
                assert!(!each.quotes.is_empty());
                assert!(
                    each.chip.released_year.value().is_none_or(|released| released.low().get() <= year),
                    "{}",
                    each.chip.slug
                );
            }
        }
        // What was trained then, billed again at its own year's prices, is the sum.
        for year in history::YEARS {
            for each in history::bought(plan, year).iter().filter(|each| each.price.central().is_some()) {
                assert!(near(each.usd(each.best.size()).expect("a cost"), 6e6, 1e-9), "{year} {}", each.chip.slug);
            }
        }
        // The V100 of 2020 at quoted prices of 2019 and 2020.
        let then = history::bought(plan, 2020.0);
        let v100 = then.iter().find(|each| each.chip.slug == "nvidia-v100-sxm2-32gb").expect("it was quoted");
        assert_eq!((v100.price.low(), v100.price.high(), v100.quotes.len()), (1.21, 3.9, 3));
        // Today's row of the budget's own accelerator is the budget itself.
        let now = history::bought(plan, 2026.0);
        let own = now.iter().find(|each| each.chip.slug == plan.machine.chip.slug && !each.fp8).expect("the H100");
        assert!(near(own.best.flop.middle, plan.best.flop.middle, 1e-9));
        assert!(history::bought(plan, 2016.0).is_empty());
    });
}

#[test]
fn published_models_stand_on_both_sides() {
    with("budget_usd=6M", |plan| {
        let all = published::all(plan);
        assert!(all.len() > 30 && all.windows(2).all(|pair| pair[0].flop.middle() <= pair[1].flop.middle()));
        let flop = plan.best.flop.middle;
        let (below, above) = published::around(&all, flop, |each| Some(each.flop.middle()));
        let (below, above) = (below.expect("one"), above.expect("one"));
        assert!(below.flop.middle() <= flop && flop < above.flop.middle());
        assert!(
            all.iter()
                .all(|each| each.flop.middle() <= below.flop.middle() || each.flop.middle() >= above.flop.middle())
        );
        let nearest = published::nearest(&all, flop);
        assert_eq!(nearest.len(), 9);
        assert!([below, above].iter().all(|of| nearest.iter().any(|each| each.model.slug == of.model.slug)));
        let v3 = all.iter().find(|each| each.model.slug == "deepseek-v3").expect("DeepSeek-V3");
        assert_eq!(v3.usd, Some(Interval::exact(5.576e6)));
    });
}

#[test]
fn overheads_that_take_the_whole_sum_are_named() {
    let report = said("accounting=development&budget_usd=6M");
    let warning = report.blocks.iter().find_map(|block| match block {
        Block::Text { tone: Tone::Warning, text } => Some(text.as_str()),
        _ => None,
    });
    let warning = warning.expect("a warning");
    for part in ["data $10M", "evaluation and safety $2M", "staff $", "nothing of $6M is left"] {
        assert!(warning.contains(part), "{warning}");
    }
    let offers = report.blocks.iter().filter(|block| matches!(block, Block::Offer { .. })).count();
    assert_eq!(offers, 2);
    // Without them the same sum trains a model.
    let free = "accounting=development&budget_usd=6M&data_usd=0&evaluation_usd=0&staff_people=0";
    assert!(answer(&said(free)).contains("whole development"));
    assert!(answer(&said("accounting=development&budget_usd=100M")).contains("FLOP on the H100"));
}

#[test]
fn what_cannot_be_used_is_said() {
    let why = |fields: &str| {
        let scenario = entry(fields);
        let inputs = BudgetInputs::of(&scenario).expect("inputs");
        Plan::of(inputs).err().unwrap_or_else(|| panic!("{fields} can be used"))
    };
    assert!(why("budget_hardware=nvidia-h20-sxm5-96gb").contains("No rental price of NVIDIA H20"));
    assert!(why("budget_hardware=nvidia-h20-sxm5-96gb&accounting=owned").contains("no server price of the H20"));
    assert!(
        why("budget_hardware=nvidia-a100-sxm4-80gb&budget_format=fp8").contains("the A100 80GB is no faster in FP8")
    );
    let refused = query::decode("models=own&1.budget_usd=5&1.budget_mfu=2&1.scaling_law=kaplan");
    let words: Vec<String> = refused.warnings.iter().map(ToString::to_string).collect();
    for part in ["$100 to $10T", "0.1% to 100%", "besiroglu-2024, hoffmann-2022, deepseek-2024, ling-2025"] {
        assert!(words.iter().any(|word| word.contains(part)), "{part} is not in {words:?}");
    }
}

#[test]
fn an_accelerator_with_fp8_trains_more_in_it() {
    let catalogue = Catalogue::current();
    let chip = catalogue.accelerator("nvidia-h100-sxm5-80gb").expect("the H100");
    let size = Size { params: 30e9, tokens: 600e9 };
    let hours = |fp8| Machine::of(chip, fp8, None, catalogue).and_then(|machine| machine.hours(size, End::Middle));
    assert!(hours(true).expect("hours") < hours(false).expect("hours"));
}

#[test]
fn the_line_of_the_bill_is_straight() {
    with("accounting=development&budget_usd=1B", |plan| {
        let purse = Purse::of(plan.terms, Rung::Development).expect("a purse");
        for hours in [1e3, 1e6, 1e9] {
            let bill = plan.terms.bill(hours).expect("a bill");
            let sum = bill.rung(Rung::Development).and_then(|sum| sum.known()).expect("a sum").base();
            assert!(near(purse.usd(hours), sum.central().expect("a central sum"), 1e-9), "{hours}");
        }
        assert!(purse.parts.iter().map(|(name, _)| *name).eq(["Data", "Evaluation and safety", "Staff"]));
    });
}

#[test]
fn the_report_has_every_part_and_its_fields() {
    let report = said("budget_usd=6M&budget_chips=1000");
    assert!(answer(&report).starts_with("$6M (final run, rented) buys about "));
    let plots =
        report.blocks.iter().filter(|block| matches!(block, Block::Plot(plot) if !plot.curves.is_empty())).count();
    assert_eq!(plots, 2);
    for (caption, rows) in [
        ("by every law", 4),
        ("Coefficients", 4),
        ("Models of equal cost", 13),
        ("served for its life", 3),
        ("Dense against a mixture", 2),
        ("by the number of accelerators", 6),
        ("with most compute for the sum", 4),
        ("Every accelerator with a quoted price", 20),
        ("Models of about this compute", 9),
    ] {
        assert!(table(&report, caption).rows.len() >= rows, "{caption}");
    }
    let law = table(&report, "by every law").rows.iter().find(|row| row.is_marked).expect("the chosen law");
    assert!(law.cells[0].contains("Besiroglu") && !law.sources.is_empty());
    let own =
        table(&report, "by the number of accelerators").rows.iter().find(|row| row.is_marked).expect("the visitor's");
    assert!(own.cells[0] == "1,000" && own.cells[3] == "in time", "{:?}", own.cells);
    assert_eq!(report.found.len(), 10);
    assert_eq!(Report::from_lines(&report.to_lines()).as_ref(), Some(&report));
    // The model as a run of its own costs the sum.
    let link = report.blocks.iter().find_map(|block| match block {
        Block::Link { fragment, .. } => Some(fragment.as_str()),
        _ => None,
    });
    let run = shown(link.expect("a link")).scenarios.swap_remove(0);
    let bill = estimate(&run).expect("an estimate");
    let cost = bill.step(Item::TrainingCost).outcome.number().and_then(|cost| cost.central());
    assert!(near(cost.expect("a cost"), 6e6, 0.001), "{cost:?}");
    let empty = Comparison::of(Vec::new());
    assert_eq!(cost_model::budget::report(&empty), Report::default());
}

#[test]
fn every_figure_of_a_row_says_how_it_was_found() {
    let fields = ["", "&accounting=development&scaling_law=ling-2025", "&budget_format=fp8&budget_served_tokens=10T"];
    for more in fields {
        let report = said(&format!("budget_usd=60M{more}"));
        let tables = report.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        });
        for row in tables.clone().flat_map(|table| &table.rows).filter(|row| row.cells.iter().any(|cell| cell != "–"))
        {
            let is_empty = row.cells[2..].iter().all(|cell| cell == "–");
            assert!(is_empty || !row.working.is_empty() || !row.sources.is_empty(), "{more}: {:?}", row.cells);
            assert!(row.working.len() <= 4, "{more}: {:?}", row.working);
        }
        // The columns that are worked out, by the caption of their table.
        for (caption, columns) in [
            ("Models of equal cost", &[0, 1, 2, 3, 4, 5, 6, 7][..]),
            ("served for its life", &[1, 2, 3, 4, 5, 6, 7]),
            ("Dense against a mixture", &[1, 2, 3, 4, 5, 6]),
            ("by the number of accelerators", &[1, 2]),
            ("Every accelerator with a quoted price", &[5, 6, 8, 9, 10]),
            ("Models of about this compute", &[6]),
            ("by every law", &[3, 4]),
        ] {
            for row in &table(&report, caption).rows {
                let working = row.working.join("\n");
                let cells = columns.iter().filter_map(|column| row.cells.get(*column));
                let figures = cells.filter(|cell| !["–", "not known"].contains(&cell.as_str()));
                for figure in figures {
                    assert!(working.contains(figure.as_str()), "{caption}: {figure} is not in {working}");
                }
            }
        }
        let figures = report.blocks.iter().filter_map(|block| match block {
            Block::Figures { rows, .. } => Some(rows),
            _ => None,
        });
        assert!(figures.flatten().all(|figure| !figure.working.is_empty()));
    }
}

/// The form holds as many accelerators as the sentence says are needed.
#[test]
fn the_form_has_the_accelerators_that_the_deadline_needs() {
    for usd in ["5M", "6M", "20M"] {
        let report = report(&shown(&format!("models=own&1.budget_usd={usd}")));
        let found =
            report.found.iter().find(|found| found.field == Field::BudgetChips).expect("accelerators").value.clone();
        let says = |block: &Block| matches!(block, Block::Text { text, .. } if text.contains(&format!("needs {found} accelerators")));
        assert!(report.blocks.iter().any(says), "{usd}: {found}");
    }
}
