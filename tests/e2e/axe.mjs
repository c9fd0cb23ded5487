// What axe-core finds amiss in a page.

import AxeBuilder from '@axe-core/playwright';

/** One line for each fault. `narrow` takes parts of the page in or out; what is in frames is not looked at. */
export async function amiss(page, narrow = (axe) => axe) {
  // As a script of the page, and for what is amiss alone: it would else find words for every part that is as it should be,
  // and carry them through a second page.
  const axe = narrow(new AxeBuilder({ page })).setLegacyMode(true).options({ resultTypes: ['violations'], iframes: false });
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}
