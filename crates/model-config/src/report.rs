//! What a file says, for readers: its counts, what was taken for granted, and an offer to use it.

use cost_model::architecture::{self, TokenWork};
use cost_model::architecture_text;
use cost_model::estimate::Grade;
use cost_model::field::Field;
use cost_model::report::{Block, Figure, Report, Tone};
use cost_model::text::{self, Style};
use cost_model::units::Tokens;
use cost_model::words::model_config_report as words;

use crate::{Imported, read};

/// The length of training sequences that work is counted for.
pub const SEQUENCE: f64 = 4096.0;

/// The counts of a configuration, or why the text is none.
#[must_use]
pub fn report(json: &str) -> Report {
    let mut report = Report::default();
    match read(json) {
        Ok(imported) => counted(&mut report, &imported),
        Err(fault) => report.text(Tone::Warning, fault.to_string()),
    }
    report
}

fn counted(report: &mut Report, imported: &Imported) {
    report.blocks.push(Block::Figures { caption: words::caption().to_owned(), rows: figures(imported) });
    for note in &imported.notes {
        report.text(Tone::Note, note.clone());
    }
    report.offer(words::use_it(), vec![(Field::Architecture, architecture_text::to_text(&imported.architecture))]);
}

fn figures(imported: &Imported) -> Vec<Figure> {
    let of = &imported.architecture;
    let figure = |label: &str, value: String, working: &str| Figure {
        label: label.to_owned(),
        value,
        grade: Grade::Derived,
        working: if working.is_empty() { Vec::new() } else { vec![working.to_owned()] },
        ..Figure::default()
    };
    let count = |number: f64| text::point(number, Style::Count(""));
    let work = architecture::flop_per_token(of, Tokens::new(SEQUENCE));
    let mut figures = vec![
        figure(words::parameters(), count(architecture::total_parameters(of).get()), words::all_of_it()),
        figure(
            words::active_parameters(),
            count(architecture::active_parameters(of).get()),
            words::what_a_token_passes(),
        ),
        figure(words::embedding(), count(architecture::embedding_parameters(of).get()), words::looked_up()),
        figure(words::flop_per_token(), flop(&work), words::forward_and_backward()),
    ];
    if of.num_nextn_predict_layers > 0 {
        let more = architecture::prediction_parameters(of).get();
        figures.push(figure(words::prediction_modules(), count(more), words::beside_the_counts()));
    }
    let cache = 2.0 * architecture::kv_cache_elements_per_token(of) as f64;
    figures.push(figure(words::kv_cache(), text::point(cache, Style::Bytes), words::keys_and_values()));
    figures
}

fn flop(work: &TokenWork) -> String {
    text::point(work.total().get(), Style::FlopPerToken)
}
