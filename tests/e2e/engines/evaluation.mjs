// Playwright's evaluations go through `eval` in the page, which a content security policy may forbid. The texts are known
// beforehand, so each is put in place of its call: what a browser runs for its driver is subject to no policy.

import { Script } from 'node:vm';

const USUAL = '(utilityScript, ...args) => utilityScript.evaluate(...args)';

/** Under these names Playwright's own functions are handed the text of others. */
const CALLS = { functionText: (text) => `(${text})`, callbackText: (text) => text, expression: (text) => text };

/** The texts among an evaluation's arguments, as Playwright writes objects: by a list of `k` and `v`. */
function* textsIn({ type, value }) {
  if (type === 'array') for (const one of value) yield* textsIn(one);
  if (type !== 'object') return;
  const { k, v } = Object.fromEntries(value.map(([name, one]) => [name.value ?? name, one]));
  if (k?.type === 'string' && v?.type === 'string') {
    if (Object.hasOwn(CALLS, k.value)) yield CALLS[k.value](v.value);
    // The one extension of its script that the BiDi client has.
    if (k.value === 'source' && v.value.includes('module.exports')) yield { within: v.value };
    return;
  }
  for (const [, one] of value) yield* textsIn(one);
}

function isExpression(text) {
  try {
    return Boolean(new Script(`(${text}\n)`));
  } catch {
    return false;
  }
}

/** A whole program, as a library is, says nothing: only an expression has a value. */
const inline = (text) => `[${JSON.stringify(text)}, () => ${isExpression(text) ? `(\n${text}\n)` : `{\n${text}\n}`}]`;

/** The function that `script.callFunction` shall call instead of Playwright's. */
export function withoutEval({ functionDeclaration, arguments: given = [] }) {
  const text = given[3];
  if (functionDeclaration !== USUAL || text?.type !== 'string') return functionDeclaration;
  const found = [...given.slice(5)].flatMap((one) => [...textsIn(one)]);
  const known = [text.value, ...found.filter((one) => typeof one === 'string')];
  const extension = found.find((one) => one.within)?.within;
  return `(utilityScript, ...args) => {
    const known = new Map([${known.map(inline).join(',')}]);
    const native = globalThis.eval;
    const own = (text) => {
      if (known.has(text)) return known.get(text)();
      ${extension ? `if (text.includes('module.exports')) return (() => {\nconst module = {};\n${extension}\nreturn module.exports.default();\n})();` : ''}
      return native(text);
    };
    globalThis.eval = own;
    try {
      return utilityScript.evaluate(...args);
    } finally {
      globalThis.eval = native;
    }
  }`;
}
