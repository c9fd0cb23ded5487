// <train-bill>: Trainbill in a frame that follows the height of its content. docs/embedding.md has the attributes.
(() => {
  if (customElements.get('train-bill')) return;

  // The page lies beside this script.
  const home = new URL('.', document.currentScript?.src || document.baseURI).href;
  const LOWEST = 100;
  const HIGHEST = 20000;
  // Changes that are smaller come from rounding, and would be answered for ever.
  const ECHO = 4;

  const clamped = (height) => Math.min(Math.max(Math.ceil(height), LOWEST), HIGHEST);

  class TrainBill extends HTMLElement {
    static observedAttributes = ['src', 'theme', 'ui', 'piece', 'title'];

    #frame;
    #listen = ({ source, origin, data }) => {
      const frame = this.#frame;
      if (!frame || source !== frame.contentWindow || origin !== new URL(frame.src).origin) return;
      if (data?.type !== 'trainbill:height' || !(data.height > 0)) return;
      const height = clamped(data.height);
      if (Math.abs(height - frame.height) >= ECHO) frame.height = height;
    };

    connectedCallback() {
      addEventListener('message', this.#listen);
      // While the page is being read, the link within may not be there yet.
      if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => this.#show(), { once: true });
      else this.#show();
    }

    disconnectedCallback() {
      removeEventListener('message', this.#listen);
    }

    attributeChangedCallback() {
      if (this.#frame) this.#show();
    }

    /** What is asked for: the attribute, or the link that readers without scripts have. */
    #address() {
      const asked = this.getAttribute('src') ?? this.querySelector('a[href]')?.getAttribute('href') ?? home;
      const address = new URL(asked, asked.startsWith('#') ? home : document.baseURI);
      if (!/^https?:$/.test(address.protocol)) return null;
      address.searchParams.set('embed', '1');
      for (const name of ['theme', 'ui', 'piece']) {
        const value = this.getAttribute(name);
        if (value) address.searchParams.set(name, value);
      }
      return address.href;
    }

    #show() {
      const address = this.isConnected && this.#address();
      if (!address) return;
      if (this.#frame?.src !== address) {
        // Another address in the same frame would be a step in the host's history.
        this.#frame = Object.assign(document.createElement('iframe'), {
          src: address,
          width: '100%',
          height: clamped(Number(this.getAttribute('height')) || 720),
          loading: 'lazy',
          allow: 'clipboard-write',
        });
        this.#frame.style.cssText = 'border:0;display:block';
        (this.shadowRoot ?? this.attachShadow({ mode: 'open' })).replaceChildren(this.#frame);
      }
      this.#frame.title = this.title || 'Trainbill';
    }
  }

  customElements.define('train-bill', TrainBill);
})();
