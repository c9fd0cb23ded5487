//! How many bytes the page is, and how many it may be.

use std::path::Path;

use crate::process::{self, Failure};
use crate::tools;

/// The files of a group, and the most bytes that they may have together, compressed with Brotli.
struct Limit {
    what: &'static str,
    endings: &'static [&'static str],
    part: Part,
    most: u64,
}

/// What a file belongs to, which its name says.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// What every visitor loads.
    FirstPage,
    /// The program beside the page, which loads when an analysis or a file is first asked for.
    Analysis,
    /// The script that other pages load.
    Embed,
    /// Pages of their own.
    Apart,
}

impl Part {
    fn of(name: &str) -> Self {
        match name {
            "embed.js" => Self::Embed,
            _ if name.contains(['/', '\\']) => Self::Apart,
            _ if name.starts_with("engine") => Self::Analysis,
            _ => Self::FirstPage,
        }
    }
}

/// The first page is to come down to 160,000 (docs/performance.md says what is in the way); until then it must not grow.
const LIMITS: [Limit; 4] = [
    Limit { what: "the first page", endings: &["html", "css", "js", "wasm"], part: Part::FirstPage, most: 297_000 },
    Limit { what: "HTML and CSS", endings: &["html", "css"], part: Part::FirstPage, most: 20_000 },
    Limit { what: "the analysis, loaded later", endings: &["js", "wasm"], part: Part::Analysis, most: 575_000 },
    Limit { what: "embed.js, for other pages", endings: &["js"], part: Part::Embed, most: 3_000 },
];

/// Prints each file's name and its bytes raw, with gzip and with Brotli.
const MEASURE: &str = "
const fs = require('node:fs'), path = require('node:path'), zlib = require('node:zlib');
const root = process.argv[1];
for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  const bytes = fs.readFileSync(file);
  const gzip = zlib.gzipSync(bytes, { level: 9 }).length;
  const brotli = zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
  console.log([path.relative(root, file), bytes.length, gzip, brotli].join('\\t'));
}";

/// A file's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    /// The file's name.
    pub(crate) name: String,
    /// As it is.
    pub(crate) raw: u64,
    /// Compressed with gzip.
    pub(crate) gzip: u64,
    /// Compressed with Brotli.
    pub(crate) brotli: u64,
}

/// The sizes of the files in a folder, by name.
pub(crate) fn measure(folder: &Path) -> Result<Vec<Size>, Failure> {
    let listing = process::ask(tools::node().args(["--eval", MEASURE]).arg(folder));
    let sizes: Option<Vec<Size>> = listing.map(|text| text.lines().filter_map(size).collect());
    match sizes {
        Some(mut sizes) if !sizes.is_empty() => {
            sizes.sort_by(|one, other| one.name.cmp(&other.name));
            Ok(sizes)
        }
        _ => Err(Failure::new(format!("There is nothing in {}.", folder.display()), "run `cargo xtask build` first.")),
    }
}

fn size(line: &str) -> Option<Size> {
    let mut fields = line.split('\t');
    let name = fields.next()?.to_owned();
    let mut number = || fields.next()?.parse().ok();
    Some(Size { name, raw: number()?, gzip: number()?, brotli: number()? })
}

/// The sizes as a table with a total.
pub(crate) fn table(sizes: &[Size]) -> String {
    let total = Size {
        name: "total".to_owned(),
        raw: sizes.iter().map(|size| size.raw).sum(),
        gzip: sizes.iter().map(|size| size.gzip).sum(),
        brotli: sizes.iter().map(|size| size.brotli).sum(),
    };
    let width = sizes.iter().map(|size| size.name.len()).max().unwrap_or(0).max(5);
    let mut text = format!("{:width$}  {:>9}  {:>9}  {:>9}", "bytes", "raw", "gzip", "brotli");
    for Size { name, raw, gzip, brotli } in sizes.iter().chain([&total]) {
        text.push_str(&format!("\n{name:width$}  {raw:>9}  {gzip:>9}  {brotli:>9}"));
    }
    text
}

/// Compares the sizes with the limits: one line for each, and whether it is kept.
pub(crate) fn budgets(sizes: &[Size]) -> Vec<(bool, String)> {
    LIMITS
        .iter()
        .map(|Limit { what, endings, part, most }| {
            let counted = sizes
                .iter()
                .filter(|size| Part::of(&size.name) == *part)
                .filter(|size| endings.iter().any(|ending| has_ending(&size.name, ending)));
            let bytes: u64 = counted.map(|size| size.brotli).sum();
            let kept = bytes <= *most;
            let word = if kept { "within" } else { "OVER" };
            (kept, format!("{what}: {bytes} bytes with Brotli, {word} the limit of {most}"))
        })
        .collect()
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, brotli: u64) -> Size {
        Size { name: name.to_owned(), raw: 3 * brotli, gzip: 2 * brotli, brotli }
    }

    #[test]
    fn a_line_of_the_listing_is_read() {
        assert_eq!(size("a.js\t30\t20\t10"), Some(file("a.js", 10)));
        assert_eq!(size("a.js\t30"), None);
    }

    #[test]
    fn the_table_ends_with_the_total() {
        let table = table(&[file("a.js", 10), file("index.html", 5)]);
        assert_eq!(table.lines().last(), Some("total              45         30         15"));
    }

    #[test]
    fn a_limit_is_kept_up_to_its_last_byte() {
        let kept = |sizes: &[Size]| budgets(sizes).iter().map(|(kept, _)| *kept).collect::<Vec<_>>();
        assert_eq!(kept(&[file("a.wasm", 150_000), file("a.js", 147_000)]), [true; 4]);
        assert_eq!(kept(&[file("a.wasm", 150_000), file("a.js", 147_001)]), [false, true, true, true]);
        assert_eq!(kept(&[file("a.css", 20_001)]), [true, false, true, true]);
        assert_eq!(kept(&[file("picture.png", 900_000), file("s/a/index.html", 900_000)]), [true; 4]);
        assert_eq!(kept(&[file("engine_bg.wasm", 575_000), file("a.wasm", 297_000)]), [true; 4]);
        assert_eq!(kept(&[file("engine_bg.wasm", 575_001)]), [true, true, false, true]);
        assert_eq!(kept(&[file("embed.js", 3_001)]), [true, true, true, false]);
    }

    #[test]
    fn node_measures_a_folder() {
        let sizes = measure(&crate::workspace::root().join("static")).expect("the folder has files");
        assert!(sizes.iter().all(|size| !size.name.is_empty() && size.brotli > 0), "{sizes:?}");
    }
}
