// One WebKitWebDriver with one browser: commands go to it one after the other, each in a window and a frame of it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('window.py', import.meta.url));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** What the driver refused, in its own words. */
class Refused extends Error {
  constructor({ error, message }) {
    super(message || error);
    this.error = error;
  }
}

export class Driver {
  #agent = new Agent({ keepAlive: true });
  #asked = new Map();
  #count = 0;
  #last = Promise.resolve();

  /** Starts the driver and its browser. `told` hears of downloads, `printed` gets lines of the console. */
  async start({ proxy, display, settings, told, printed }) {
    const control = createServer((socket) => this.#control(socket, told)).listen(0, '127.0.0.1');
    await once(control, 'listening');
    this.control = control;
    const port = await freePort();
    this.process = spawn('WebKitWebDriver', [`--port=${port}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11', TZ: settings.timezone || 'UTC', NO_AT_BRIDGE: '1',
        TRAINBILL_WEBKIT: JSON.stringify({ ...settings, port: control.address().port }) },
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (piece) => {
        const lines = (rest + piece).split('\n');
        rest = lines.pop();
        lines.forEach(printed);
      });
    }
    this.port = port;
    await this.#ready();
    const capabilities = {
      pageLoadStrategy: 'none',
      unhandledPromptBehavior: 'ignore',
      proxy: { proxyType: 'manual', httpProxy: `127.0.0.1:${proxy}` },
      'webkitgtk:browserOptions': { binary: program, args: [] },
    };
    const { sessionId, capabilities: { browserVersion } } = await this.#send('POST', '/session', { capabilities: { alwaysMatch: capabilities } });
    this.version = browserVersion;
    this.session = sessionId;
  }

  async #ready() {
    for (let tries = 0; ; tries += 1) {
      try {
        await this.#send('GET', '/status');
        return;
      } catch (error) {
        if (tries > 200 || this.process.exitCode !== null) throw error;
        await new Promise((done) => setTimeout(done, 20));
      }
    }
  }

  #send(method, path, body) {
    return new Promise((done, failed) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const sent = request({ host: '127.0.0.1', port: this.port, method, path, agent: this.#agent,
        headers: text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } });
      sent.on('error', failed);
      sent.on('response', async (response) => {
        const pieces = [];
        for await (const piece of response) pieces.push(piece);
        const { value } = JSON.parse(Buffer.concat(pieces).toString());
        if (response.statusCode >= 400) failed(new Refused(value ?? {}));
        else done(value);
      });
      sent.end(text);
    });
  }

  /** A command of the session. Only to be called within `alone`. */
  command(method, path, body) {
    return this.#send(method, `/session/${this.session}${path}`, body);
  }

  /** Runs an action that no other comes between. */
  alone(action) {
    const run = this.#last.then(action);
    this.#last = run.catch(() => {});
    return run;
  }

  #control(socket, told) {
    this.socket = socket;
    let rest = '';
    socket.setEncoding('utf8').on('error', () => {}).on('data', (piece) => {
      const lines = (rest + piece).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const message = JSON.parse(line);
        if (message.done) this.#asked.get(message.done)?.();
        else told(message);
      }
    });
  }

  /** Has the browser do what a driver cannot ask for. */
  tell(message) {
    const id = this.#count += 1;
    return new Promise((done) => {
      this.#asked.set(id, done);
      this.socket.write(`${JSON.stringify({ ...message, id })}\n`);
    });
  }

  stop() {
    this.stopped = true;
    this.socket?.destroy();
    this.control?.close();
    this.#agent.destroy();
    this.process?.kill();
  }
}
