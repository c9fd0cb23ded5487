// What Playwright knows to emulate but does not ask a browser for over WebDriver BiDi travels in a header of this name,
// which never leaves the program that stands between the two.

export const HEADER = 'x-trainbill-emulate';

const asked = (wishes) => Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined));

/** A page whose `emulateMedia` reaches the browser in full. */
export function withMedia(page) {
  const known = page.emulateMedia.bind(page);
  const wishes = {};
  page.emulateMedia = async (options = {}) => {
    await known(options);
    const { media, reducedMotion, forcedColors } = options;
    Object.assign(wishes, asked({ media, reducedMotion, forcedColors }));
    if (Object.keys(wishes).length > 0) await page.setExtraHTTPHeaders({ [HEADER]: JSON.stringify(wishes) });
  };
  return page;
}

const headers = ({ javaScriptEnabled }) =>
  javaScriptEnabled === false ? { [HEADER]: JSON.stringify({ javaScriptEnabled }) } : undefined;

/** Tests whose pages and contexts emulate all that is asked of them. */
export const emulating = (base) => base.extend({
  extraHTTPHeaders: ({ javaScriptEnabled }, use) => use(headers({ javaScriptEnabled })),

  browser: [async ({ browser }, use) => {
    const known = browser.newContext.bind(browser);
    browser.newContext = async (options = {}) => {
      const context = await known({ ...options, ...(headers(options) && { extraHTTPHeaders: headers(options) }) });
      context.on('page', withMedia);
      return context;
    };
    await use(browser);
  }, { scope: 'worker' }],

  page: ({ page }, use) => use(withMedia(page)),
});

/** The wishes in a list of BiDi headers, and the other headers. */
export function wishesIn(headers) {
  const found = headers.find(({ name }) => name === HEADER);
  return { wishes: found && JSON.parse(found.value.value), others: headers.filter((header) => header !== found) };
}
