// Playwright's evaluations go through `eval` in the page, which a content security policy may forbid. Where its text is
// known, it is put in place of the call: what a browser runs for its driver is subject to no policy.

const USUAL = '(utilityScript, ...args) => utilityScript.evaluate(...args)';

/** The function that `script.callFunction` shall call instead of Playwright's. */
export function withoutEval({ functionDeclaration, arguments: given = [] }) {
  const text = given[3];
  if (functionDeclaration !== USUAL || text?.type !== 'string') return functionDeclaration;
  // The expression stands on lines of its own, since it may end in a comment.
  return `(utilityScript, ...args) => {
    const { global } = utilityScript;
    utilityScript.global = { eval: () => (\n${text.value}\n) };
    try {
      return utilityScript.evaluate(...args);
    } finally {
      utilityScript.global = global;
    }
  }`;
}
