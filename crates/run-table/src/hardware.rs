//! Which accelerator a table means.

use cost_model::catalogue::{Accelerator, Catalogue};

/// The accelerator of a slug, a name or something like one (`TPU v5e`, `A100`, `NVIDIA H100 80GB HBM3`); nothing when
/// none or several could be meant.
pub(crate) fn find(text: &str, catalogue: &Catalogue) -> Option<&'static Accelerator> {
    let wanted = letters(text);
    if wanted.len() < 3 {
        return None;
    }
    let chips = catalogue.accelerators();
    if let Some(exact) = chips.iter().find(|chip| names(chip).any(|name| name == wanted)) {
        return Some(exact);
    }
    let length = |chip: &Accelerator| {
        names(chip).filter(|name| name.len() >= 4 && wanted.contains(name.as_str())).map(|name| name.len()).max()
    };
    let longest = chips.iter().filter_map(length).max();
    if longest.is_some() {
        return only(chips.iter().filter(|chip| length(chip) == longest));
    }
    if wanted.len() < 4 {
        return None;
    }
    only(chips.iter().filter(|chip| names(chip).any(|name| name.contains(&wanted))))
}

fn only(mut found: impl Iterator<Item = &'static Accelerator>) -> Option<&'static Accelerator> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// All that an accelerator is called, in letters and digits alone.
fn names(chip: &Accelerator) -> impl Iterator<Item = String> {
    [chip.slug, chip.name, chip.short_name].into_iter().chain(chip.aliases.iter().copied()).map(letters)
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chips_are_found_by_what_tables_call_them() {
        let table = [
            ("nvidia-h800-sxm5-80gb", Some("nvidia-h800-sxm5-80gb")),
            ("A100", Some("nvidia-a100-sxm4-80gb")),
            ("a100 40GB", Some("nvidia-a100-sxm4-40gb")),
            ("NVIDIA A100-SXM4-40GB", Some("nvidia-a100-sxm4-40gb")),
            ("TPU v5e", Some("google-tpu-v5e")),
            ("google-tpu-v4", Some("google-tpu-v4")),
            ("Google TPUv3", Some("google-tpu-v3")),
            ("H100", Some("nvidia-h100-sxm5-80gb")),
            ("NVIDIA H100 80GB HBM3", Some("nvidia-h100-sxm5-80gb")),
            ("H100 PCIe", Some("nvidia-h100-pcie-80gb")),
            ("GH200", Some("nvidia-gh200-96gb")),
            ("V100", Some("nvidia-v100-sxm2-32gb")),
            ("MI250", Some("amd-mi250x-128gb")),
            ("H100, H800", None),
            ("TPU v5", None),
            ("Ascend 910B", None),
            ("GPU", None),
            ("", None),
            ("80gb", None),
        ];
        for (text, slug) in table {
            assert_eq!(find(text, Catalogue::current()).map(|chip| chip.slug), slug, "{text}");
        }
    }
}
