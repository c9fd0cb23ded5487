// Says what fills a program: `node wasm_parts.mjs PROGRAM.wasm` prints a row for each part, with its bytes raw and with
// Brotli, which each part is compressed by alone. The program still has the names of its functions.

import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const bytes = readFileSync(process.argv.at(-1));
const CODE = 10, DATA = 11, IMPORT = 2, CUSTOM = 0;

/** Reads the numbers and texts of the binary format (https://webassembly.github.io/spec/core/binary/). */
class Reader {
  constructor(at, end) { Object.assign(this, { at, end }); }
  byte() { return bytes[this.at++]; }
  number() {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.byte();
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }
  take(length) { return bytes.subarray(this.at, this.at += length); }
  text() { return this.take(this.number()).toString('utf8'); }
  each(read) { return Array.from({ length: this.number() }, () => read(this)); }
}

function sections() {
  const found = new Map(), reader = new Reader(8, bytes.length);
  while (reader.at < reader.end) {
    const id = reader.byte(), length = reader.number();
    const section = new Reader(reader.at, reader.at + length);
    found.set(id === CUSTOM ? section.text() : id, section);
    reader.at += length;
  }
  return found;
}

/** The names of the functions by their index. */
function functionNames(section) {
  while (section.at < section.end) {
    const kind = section.byte(), length = section.number();
    if (kind === 1) return new Map(section.each((reader) => [reader.number(), reader.text()]));
    section.at += length;
  }
  return new Map();
}

const importedFunctions = (section) => section.each((reader) => {
  reader.text();
  reader.text();
  const kind = reader.byte();
  // A type, a table's type and limits, a memory's limits, or a global's type.
  if (kind === 0) reader.number();
  else if (kind === 3) reader.take(2);
  else {
    if (kind === 1) reader.byte();
    if (reader.byte() & 1) reader.number();
    reader.number();
  }
  return kind === 0;
}).filter(Boolean).length;

/** The part that a function is of, by its mangled name: the module of the page or of the core that it says first, else its
 * crate. A function that Yew has made for a view counts as that view's. */
function partOf(name) {
  const own = name.match(/(?:\d|[^a-z_])(?:trainbill|cost_model)(?:[^a-z_]|\d)+([a-z_]+)/);
  if (own) return `${own[0].includes('trainbill') ? 'page' : 'core'}: ${own[1]}`;
  const other = name.match(/(?:^|\d|\.|\$)(yew|hashbrown|dlmalloc|gloo_[a-z]+|wasm_bindgen|js_sys|web_sys|libm|indexmap|core|alloc|std)(?=\d|\.|\$)/);
  return { core: 'Rust: core', alloc: 'Rust: alloc', std: 'Rust: std', dlmalloc: 'Rust: allocator' }[other?.[1]] ?? other?.[1]
    ?? (name.startsWith('__wbindgen') ? 'descriptions that wasm-bindgen takes out' : 'other code');
}

const found = sections();
const names = functionNames(found.get('name'));
const parts = new Map();
const add = (part, body) => parts.set(part, [...(parts.get(part) ?? []), body]);
let index = importedFunctions(found.get(IMPORT));
found.get(CODE).each((reader) => add(partOf(names.get(index++) ?? ''), reader.take(reader.number())));
found.get(DATA).each((reader) => {
  if (reader.number() === 0) {
    reader.byte();
    reader.number();
    reader.byte();
  }
  add('data: catalogue, words and tables', reader.take(reader.number()));
});

const rows = [...parts].map(([part, bodies]) => [part, Buffer.concat(bodies)]).map(([part, all]) =>
  [part, all.length, brotliCompressSync(all).length]);
for (const row of rows.sort((one, other) => other[1] - one[1])) console.log(row.join('\t'));
