// Which browser engine the tests run in, and what does not run in each.

export const engine = process.env.TRAINBILL_ENGINE || 'chromium';

/** What the others do not run: whole files, or tests by the title that they have in full. `skip` is not tried; what is
 * tried and `fail`s is noticed as soon as it passes. */
export const left = [
];

/** What is said of a test, if it does not run like all others. */
export const leftOut = (file, title) =>
  left.find((one) => one.engines.includes(engine) && one.file === file && (!one.title || one.title.test(title)));
