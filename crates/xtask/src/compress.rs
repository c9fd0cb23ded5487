//! Compressed copies beside the files, for hosts that serve them.

use std::path::Path;

use crate::process::{self, Failure};
use crate::tools;

/// Writes `.br` and `.gz` beside each file that a compressed copy makes smaller by a tenth, and prints how many.
const COMPRESS: &str = "
const fs = require('node:fs'), path = require('node:path'), zlib = require('node:zlib');
let count = 0;
for (const entry of fs.readdirSync(process.argv[1], { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/[.](html|css|js|wasm|json|svg|txt|xml)$/.test(entry.name)) continue;
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  const bytes = fs.readFileSync(file);
  const params = { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const copies = { br: zlib.brotliCompressSync(bytes, { params }), gz: zlib.gzipSync(bytes, { level: 9 }) };
  for (const [ending, copy] of Object.entries(copies)) {
    if (copy.length > 0.9 * bytes.length) continue;
    fs.writeFileSync(`${file}.${ending}`, copy);
    count += 1;
  }
}
console.log(count);";

/// Compresses the files of a folder, with Brotli at quality 11 and with gzip at level 9.
pub(crate) fn compress(folder: &Path) -> Result<(), Failure> {
    let count = process::ask(tools::node().args(["--eval", COMPRESS]).arg(folder));
    let count = count.ok_or_else(|| {
        Failure::new(format!("The files in {} could not be compressed.", folder.display()), "run this again.")
    })?;
    println!("{} compressed copies.", count.trim());
    Ok(())
}
