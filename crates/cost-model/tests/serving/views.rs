//! What the Serve view says.

use super::*;

fn of(slug: &str, entered: &[(Field, &str)]) -> Report {
    report(&Comparison::of(vec![scenario(slug, entered)]))
}

fn answer(report: &Report) -> String {
    let answers = report.blocks.iter().filter_map(|block| match block {
        Block::Text { tone: Tone::Answer, text } => Some(text.clone()),
        _ => None,
    });
    answers.collect::<Vec<_>>().join(" ")
}

fn headings(report: &Report) -> Vec<&str> {
    let headings = report.blocks.iter().filter_map(|block| match block {
        Block::Heading(text) => Some(text.as_str()),
        _ => None,
    });
    headings.collect()
}

#[test]
fn an_open_model_is_answered_in_full() {
    let report = of("deepseek-v3", &[]);
    assert!(answer(&report).starts_with("A million tokens of this traffic cost $"), "{}", answer(&report));
    assert_eq!(
        headings(&report),
        [
            "How fast it is, at full batches",
            "What a million tokens cost",
            "Keys and values, and the prefix cache",
            "Does it last?",
            "DeepSeek’s published day, worked out again",
            "Your own traffic: by the token, rented or owned",
            "Are they overpricing?",
            "Predicted against measured",
        ]
    );
    assert!(report.found.iter().any(|found| found.field == Field::CopyChips && found.value == "128"));
    assert!(report.found.iter().any(|found| found.field == Field::FleetChips && found.value == "1,814"));
}

/// The rungs of open models, and what is said under them of what they leave out.
fn open_models(report: &Report) -> (&[Rung], &str) {
    let mut ladders = report.blocks.iter().filter_map(|block| match block {
        Block::Ladder(ladder) if ladder.caption.starts_with("Open weights") => Some(ladder.rungs.as_slice()),
        _ => None,
    });
    let mut notes = report.blocks.iter().filter_map(|block| match block {
        Block::Text { tone: Tone::Note, text } if text.contains("of every list price only") => Some(text.as_str()),
        _ => None,
    });
    (ladders.next().expect("a ladder"), notes.next().expect("a note"))
}

fn without_a_cost(rungs: &[Rung]) -> Vec<&str> {
    rungs.iter().filter(|rung| rung.usd.is_none()).map(|rung| rung.label.as_str()).collect()
}

#[test]
fn an_open_model_whose_configuration_is_not_known_is_listed_with_its_price_alone() {
    let report = of("deepseek-v3", &[]);
    let (rungs, note) = open_models(&report);
    let names = ["DeepSeek-V4-Pro", "DeepSeek-V4-Flash", "DeepSeek-V4.1-Flash"];
    assert_eq!(without_a_cost(rungs), names);
    let pro = rungs.iter().find(|rung| rung.label == names[0]).expect("a rung");
    assert_eq!(pro.text, "–");
    let market = Market::current();
    let price = market.latest(market.model("deepseek-v4-pro").expect("a model")).expect("a price");
    near(pro.claims[0].usd.middle(), price.of_traffic(&DEEPSEEK_DAY), 1e-12);
    let prices: Vec<f64> = rungs.iter().map(|rung| rung.claims[0].usd.middle()).collect();
    assert!(prices.is_sorted_by(|dearer, cheaper| dearer >= cheaper), "{prices:?}");
    assert!(note.ends_with(&format!("their configuration is not in the catalogue: {}.", names.join(", "))), "{note}");
    let known = rungs.len() - names.len();
    let counted = report.blocks.iter().any(
        |block| matches!(block, Block::Text { text, .. } if text.starts_with(&format!("Of {known} open models, "))),
    );
    assert!(counted, "the sentence counts {known} models");
}

#[test]
fn an_open_model_that_fits_on_none_of_the_chips_stays_listed() {
    let report = of("deepseek-v3", &[(Field::KvLength, "10M")]);
    let (rungs, note) = open_models(&report);
    let unserved = without_a_cost(rungs);
    assert!(unserved.contains(&"Llama 3.1 405B") && !unserved.contains(&"DeepSeek-V3"), "{unserved:?}");
    let (_, said) = note.split_once("cannot serve such traffic with them").expect("the reason");
    assert!(said.contains("Llama 3.1 405B") && !said.contains("DeepSeek-V4"), "{said}");
    assert_eq!(rungs.len(), open_models(&of("deepseek-v3", &[])).0.len());
}

#[test]
fn a_closed_model_keeps_to_prices() {
    let report = of("gpt-4o", &[]);
    let answer = answer(&report);
    assert!(
        answer.starts_with("GPT-4o is listed at $3.57 for a million tokens") && answer.contains("not public"),
        "{answer}"
    );
    assert_eq!(headings(&report), ["Are they overpricing?", "Predicted against measured"]);
    let found = |field| report.found.iter().find(|found| found.field == field).map(|found| found.value.as_str());
    assert_eq!(found(Field::UsdPerMillionOutput), Some("$10"));
    assert_eq!(found(Field::CacheHitShare), Some("56.25%"));
    assert_eq!(found(Field::ServingUtilisation), None);
}

/// $2.50 and $10 for three tokens of input to one of output, none from the cache: $4.375.
#[test]
fn a_closed_model_follows_the_traffic_and_the_prices_that_are_entered() {
    let traffic = [(Field::InputPerOutput, "3"), (Field::CacheHitShare, "0")];
    let listed = answer(&of("gpt-4o", &traffic));
    assert!(listed.starts_with("GPT-4o is listed at $4.375 for a million tokens"), "{listed}");
    let entered: Vec<_> = traffic.into_iter().chain([(Field::UsdPerMillionOutput, "2.50")]).collect();
    let yours = answer(&of("gpt-4o", &entered));
    assert!(yours.starts_with("At your prices GPT-4o is sold at $2.50 for a million tokens"), "{yours}");
}

/// 405B does not fit on H100s with a million tokens for each sequence; the others stay under their own chips.
#[test]
fn what_does_not_fit_leaves_its_own_cell_empty() {
    let report = of("gpt-4o", &[(Field::KvLength, "1M")]);
    let table = report.blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.caption.starts_with("What closed models") => Some(table),
        _ => None,
    });
    let table = table.expect("the table");
    assert_eq!(table.columns[1].0, "on the H100");
    let row = table.rows.iter().find(|row| row.cells[0].ends_with("405B")).expect("a row");
    assert_eq!((row.cells.len(), row.cells[1].as_str()), (4, "–"));
    assert!(row.cells[2].starts_with('$'));
}

#[test]
fn a_chip_on_which_the_roofline_is_far_off_has_a_warning() {
    let warns = |chip: &str| {
        let report = of("llama-3.1-405b", &[(Field::ServingHardware, chip)]);
        report.blocks.iter().any(|block| {
            matches!(block, Block::Text { tone: Tone::Warning, text } if text.contains("cheaper than what has been reached"))
        })
    };
    assert!(warns("amd-mi300x-192gb") && !warns(H200));
}

#[test]
fn without_income_nothing_breaks_even() {
    let free = of("deepseek-v3", &[(Field::DiscountedShare, "1"), (Field::Discount, "1")]);
    assert!(answer(&free).contains("nothing comes in"), "{}", answer(&free));
    let dear = of("deepseek-v3", &[(Field::ServingUsdPerGpuHour, "10")]);
    assert!(answer(&dear).contains("It would break even at 1"), "{}", answer(&dear));
}

#[test]
fn traffic_that_needs_its_cache_says_so() {
    let report = of("deepseek-v3", &[(Field::FirstTokenSeconds, "0.2"), (Field::CacheHitShare, "0.9")]);
    let says = |block: &Block| matches!(block, Block::Text { text, .. } if text.starts_with("Without the cache"));
    assert!(report.blocks.iter().any(says));
}

#[test]
fn a_loss_is_called_one() {
    let report = of("deepseek-v3", &[(Field::PaidShare, "10%")]);
    let says = |words: &str| {
        report.blocks.iter().any(|block| matches!(block, Block::Text { text, .. } if text.contains(words)))
    };
    assert!(says("does not last") && says("a day are lost") && !says("a day are left"));
}

#[test]
fn a_model_without_a_list_price_still_has_a_cost() {
    let report = of("olmo-3-32b", &[]);
    assert!(answer(&report).contains("No list price of it is known"), "{}", answer(&report));
    assert!(!headings(&report).contains(&"Does it last?"));
    assert!(headings(&report).contains(&"Your own traffic: by the token, rented or owned"));
}

#[test]
fn what_cannot_be_served_is_a_warning_and_keeps_the_prices() {
    let report = of("deepseek-v3", &[(Field::CopyChips, "4")]);
    let is_warning = |block: &Block| matches!(block, Block::Text { tone: Tone::Warning, text } if text.contains("has room for its weights"));
    assert!(report.blocks.iter().any(is_warning));
    assert!(headings(&report).contains(&"Are they overpricing?"));
}

#[test]
fn a_report_survives_its_way_to_the_page() {
    let report = of("deepseek-r1", &[]);
    assert_eq!(Report::from_lines(&report.to_lines()), Some(report));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever is entered, nothing panics and no figure reads as not a number.
    #[test]
    fn no_entry_breaks_the_view(
        model in prop::sample::select(vec!["deepseek-v3", "gpt-oss-120b", "llama-3-8b", "minimax-text-01", "gpt-4", "own"]),
        fields in prop::collection::vec((0..cost_model::field::FIELDS.len(), any::<u16>()), 0..6),
    ) {
        let catalogue = Catalogue::current();
        let mut scenario = Scenario::preset(model, catalogue).expect("a model");
        for (place, dice) in fields {
            let spec = &cost_model::field::FIELDS[place];
            let part = f64::from(dice) / 65_535.0;
            let typed = match spec.kind {
                cost_model::field::Kind::Number { min, max } => {
                    let low = min.max(1e-9);
                    format!("{}", (low * libm::pow(max / low, part)).clamp(min, max))
                }
                cost_model::field::Kind::Whole { min, max } => format!("{}", min + ((max - min) as f64 * part) as u32),
                cost_model::field::Kind::Choice(choices) => {
                    let options = choices.options(catalogue);
                    options[usize::from(dice) % options.len()].0.to_owned()
                }
                _ => continue,
            };
            let _ = scenario.enter(spec.field, &typed);
        }
        let text = report(&Comparison::of(vec![scenario])).to_lines();
        prop_assert!(!text.contains("NaN") && !text.contains("inf "), "{}", text);
    }
}

/// Without a central cost one end may be a loss and the other a profit; no figure is made up between them.
#[test]
fn a_range_without_a_centre_has_no_verdict() {
    let report = of("deepseek-v3", &[(Field::ServingHardware, "amd-mi300x-192gb")]);
    assert!(answer(&report).contains("that may be a loss or a profit, from −"), "{}", answer(&report));
    let kimi = of("kimi-k2", &[]);
    let says =
        |block: &Block| matches!(block, Block::Text { text, .. } if text.contains("it lasts by central figures"));
    assert!(kimi.blocks.iter().any(says));
}

#[test]
fn what_a_cost_was_worked_out_for_stands_beside_it() {
    let said = answer(&of("kimi-k2", &[(Field::ServingUtilisation, "0.4"), (Field::ServingUsdPerGpuHour, "2.50")]));
    assert!(said.contains("on the H100 at $2.50/h, used to 40% of full batches, and are listed at"), "{said}");
    let said = answer(&of("kimi-k2", &[(Field::UsdPerMillionOutput, "1")]));
    assert!(said.contains("as entered"), "{said}");
}

fn all_texts(report: &Report) -> String {
    let texts = report.blocks.iter().filter_map(|block| match block {
        Block::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// A range that reaches down to zero stands at its middle, not at zero.
#[test]
fn a_range_from_zero_does_not_count_as_zero() {
    let texts = all_texts(&of("deepseek-r1", &[(Field::ServingUsdPerGpuHour, "0..4")]));
    assert!(texts.contains("at $2/h") && !texts.contains("at $0/h"), "{texts}");
    let texts = all_texts(&of("deepseek-r1", &[(Field::PaidShare, "0..1")]));
    assert!(texts.contains("it lasts by central figures, though their ranges hold both"), "{texts}");
}

/// So little traffic that its part of the chips does not hold the model is said to need the whole of them.
#[test]
fn a_part_of_a_fleet_is_not_passed_off_as_one() {
    let warned = |tokens: &str| {
        let report = of("deepseek-v3", &[(Field::TokensPerDay, tokens)]);
        report.blocks.iter().find_map(|block| match block {
            Block::Text { tone: Tone::Warning, text } if text.contains("hold the model once") => Some(text.clone()),
            _ => None,
        })
    };
    let warning = warned("100M").expect("a warning");
    assert!(
        warning.contains("0.234 chips") && warning.contains("this traffic takes 16 chips, $768 a day"),
        "{warning}"
    );
    assert_eq!(warned("776B"), None);
}
