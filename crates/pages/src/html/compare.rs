//! The comparison as a table, in the columns of its link.

use std::fmt::Write;

use cost_model::catalogue::Claim;
use cost_model::comparison::Column;
use cost_model::estimate::{Estimate, Outcome, unknown};
use cost_model::report::Reference;
use cost_model::scenario::Scenario;

use super::{blocks, escaped};
use crate::story::Story;

/// Writes chart and table, and answers with their sources.
pub(super) fn write(body: &mut String, story: &Story) -> Vec<Reference> {
    blocks::picture(body, story, None, "Training cost, US dollars");
    let comparison = &story.comparison;
    let mut sources = Vec::new();
    let headings: Vec<&str> = comparison.columns.iter().map(|column| column.label()).collect();
    blocks::open_table(body, "Training costs and what they rest on", "Model", &headings);
    for place in comparison.order(&story.estimates) {
        let Some((scenario, estimate)) = comparison.scenarios.get(place).zip(story.estimates.get(place)) else {
            continue;
        };
        let _ = write!(body, "<tr><th scope=\"row\">{}</th>", escaped(&scenario.name()));
        match estimate {
            Err(infeasible) => {
                let _ = write!(body, "<td colspan=\"{}\">{}</td>", headings.len(), escaped(&infeasible.to_string()));
            }
            Ok(estimate) => {
                for column in &comparison.columns {
                    let _ = write!(body, "<td>{}</td>", cell(*column, scenario, estimate, &mut sources));
                }
            }
        }
        body.push_str("</tr>\n");
    }
    body.push_str("</tbody>\n</table>\n</div>\n");
    let _ = writeln!(
        body,
        "<p class=\"note\">Rented hours of the final training run only. Earlier research, failed runs, staff, data and the \
         purchase of clusters are in none of these costs, though they may be in what has been said in public.</p>"
    );
    sources
}

fn cell(column: Column, scenario: &Scenario, estimate: &Estimate, sources: &mut Vec<Reference>) -> String {
    let Column::Item(item) = column else {
        let claims = scenario.model().map_or(&[][..], |model| model.claims);
        let said: Vec<String> = claims.iter().map(|each| claim(each, sources)).collect();
        return if said.is_empty() { "<em>nothing found</em>".to_owned() } else { said.join("<br>") };
    };
    let step = estimate.step(item);
    sources.extend(step.citations().iter().copied().map(Reference::from));
    match &step.outcome {
        Outcome::Unknown(why) => format!("<em>{}</em>", escaped(unknown(why))),
        _ => format!("{} <small>{}</small>", escaped(&step.to_text()), escaped(step.grade.word())),
    }
}

fn claim(claim: &Claim, sources: &mut Vec<Reference>) -> String {
    let source = claim.usd.first().map(|first| Reference::from(first.citation()));
    let name =
        source.as_ref().map(|source| format!("<a href=\"{}\">{}</a>, ", escaped(&source.url), escaped(&source.title)));
    sources.extend(source);
    let text = escaped(&claim.to_text().unwrap_or_default());
    format!("{text}: {}{}", name.unwrap_or_default(), escaped(claim.accounting.name()))
}
