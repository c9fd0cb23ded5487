// All that the browser asks of the network goes through here: that is how its requests are seen, held, refused and
// answered, for which WebDriver has no words.

import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';

const listed = (raw) => {
  const pairs = [];
  for (let place = 0; place < raw.length; place += 2) pairs.push({ name: raw[place], value: { type: 'string', value: raw[place + 1] } });
  return pairs;
};
const plain = (headers) => headers.map(({ name, value }) => [name, value.type === 'base64' ? Buffer.from(value.value, 'base64').toString() : value.value]);

export class Proxy {
  #held = new Map();
  #count = 0;
  /** Whether each request waits for a word on what becomes of it. */
  holds = false;

  constructor({ emit, about }) {
    this.emit = emit;
    this.about = about;
    this.server = createServer((request, response) => this.#take(request, response));
  }

  async start() {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return this.server.address().port;
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
  }

  async #take(request, response) {
    const id = `request-${this.#count += 1}`;
    const destination = request.headers['sec-fetch-dest'] ?? (request.headers.accept?.startsWith('text/html') ? 'document' : '');
    const of = this.about(request.url, destination);
    const start = Date.now();
    const timings = { timeOrigin: start, requestTime: start, requestStart: start, responseStart: start, responseEnd: start };
    const seen = {
      context: of.context,
      navigation: of.navigation ?? null,
      redirectCount: 0,
      timestamp: start,
      isBlocked: this.holds,
      ...(this.holds && { intercepts: ['held'] }),
      initiator: { type: 'other' },
      request: { request: id, url: request.url + (of.hash ?? ''), method: request.method, headers: listed(request.rawHeaders), cookies: [],
        headersSize: 0, bodySize: 0, destination: destination === 'empty' ? '' : destination, initiatorType: destination === 'empty' ? 'fetch' : null, timings },
    };
    let over = false;
    const fail = (errorText) => {
      if (!over) this.emit('network.fetchError', { ...seen, isBlocked: false, errorText });
      over = true;
    };
    // A browser that is not interested any more hangs up.
    response.on('close', () => !response.writableFinished && fail('NS_BINDING_ABORTED'));
    this.emit('network.beforeRequestSent', seen);
    const said = seen.isBlocked ? await new Promise((done) => this.#held.set(id, done)) : {};
    this.#held.delete(id);
    if (over) return;
    if (said.failed) {
      fail('the test refused it');
      response.destroy();
      return;
    }
    const answer = (status, statusText, headers) => {
      if (over) return;
      const response = { url: seen.request.url, protocol: 'http/1.1', status, statusText, fromCache: false, headers, mimeType: '', bytesReceived: 0, headersSize: 0, bodySize: 0, content: { size: 0 } };
      this.emit('network.responseStarted', { ...seen, isBlocked: false, response });
      return response;
    };
    const finish = (answered) => {
      if (!over) this.emit('network.responseCompleted', { ...seen, isBlocked: false, response: answered });
      over = true;
    };
    if (said.statusCode) {
      const body = Buffer.from(said.body?.value ?? '', said.body?.type === 'base64' ? 'base64' : 'utf8');
      const headers = plain(said.headers ?? []).filter(([name]) => !/^(content-length|connection)$/i.test(name));
      const answered = answer(said.statusCode, said.reasonPhrase ?? '', said.headers ?? []);
      response.writeHead(said.statusCode, [...headers, ['content-length', String(body.length)], ['connection', 'close']].flat());
      response.end(body, () => finish(answered));
      return;
    }
    const sent = ask(request.url, { method: request.method, headers: request.headers });
    sent.on('error', (error) => {
      fail(error.code === 'ECONNREFUSED' ? 'NS_ERROR_CONNECTION_REFUSED' : error.message);
      response.destroy();
    });
    response.on('close', () => sent.destroy());
    sent.on('response', (received) => {
      const answered = answer(received.statusCode, received.statusMessage, listed(received.rawHeaders));
      // A connection that is used again would have the browser repeat what is refused on it.
      const headers = received.rawHeaders.flatMap((_, place, all) => (place % 2 || /^(connection|keep-alive)$/i.test(all[place]) ? [] : [all[place], all[place + 1]]));
      response.writeHead(received.statusCode, received.statusMessage, [...headers, 'connection', 'close']);
      received.pipe(response);
      response.on('finish', () => finish(answered));
      received.on('error', () => response.destroy());
    });
    request.pipe(sent);
  }

  /** Lets a held request go, with what becomes of it. */
  release({ request, ...said }) {
    this.#held.get(request)?.(said);
  }

  /** Lets all go. */
  releaseAll() {
    for (const done of this.#held.values()) done({});
  }
}
