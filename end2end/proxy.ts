import net from 'node:net';

/** `up` is browser to server, `down` is server to browser. */
export type Direction = 'up' | 'down';

export interface Shape {
  /** Delay of every byte in each direction, in milliseconds. */
  latencyMs?: number;
  /** Throughput of one connection in each direction; unlimited when absent. */
  bytesPerSecond?: number;
}

const SLICE = 4096;
const HELD_BYTES = 256 * 1024;

/**
 * A network a test can break: a TCP relay on 127.0.0.1 whose address the browser opens instead of the server's.
 *
 * Playwright's `setOffline` does not reach the requests of service workers reliably; nothing gets past a closed socket.
 * The port stays the same over `cut` and `restore`, so the page's origin (and with it its storage) stays the same.
 */
export class Proxy {
  private listener: net.Server | undefined;
  private readonly links = new Set<Link>();
  private shape: Shape = {};
  private silent: Direction | undefined;
  private port = 0;

  private constructor(private target: URL) {}

  /** Starts relaying to `target` (an http address) on a free port. */
  static async start(target: string): Promise<Proxy> {
    const proxy = new Proxy(new URL(target));
    await proxy.listen();
    return proxy;
  }

  /** What the browser opens: scheme, host and port, without a slash at the end. */
  origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** True while new connections are accepted. */
  get isUp(): boolean {
    return this.listener !== undefined;
  }

  /** Connections that are open now. */
  get openLinks(): number {
    return this.links.size;
  }

  /** Relays new connections elsewhere, for a server that came back at another address. */
  retarget(target: string): void {
    this.target = new URL(target);
  }

  /** No network: open connections are reset, new ones are refused. */
  async cut(): Promise<void> {
    const listener = this.listener;
    this.listener = undefined;
    for (const link of [...this.links]) link.destroy();
    if (listener) await new Promise<void>((done) => listener.close(() => done()));
  }

  /** Full network again, at full speed, on the same port. */
  async restore(): Promise<void> {
    this.shape = {};
    if (this.silent) {
      this.silent = undefined;
      // Their streams have holes; only a new connection can carry a sensible conversation.
      for (const link of [...this.links]) if (link.lostBytes) link.destroy();
    }
    if (!this.listener) await this.listen();
  }

  /** A bad network; `{}` is a good one. Holds for open connections too. */
  slow(shape: Shape): void {
    this.shape = shape;
  }

  /**
   * Only `direction` still works, the other way everything is swallowed without a word.
   * `oneWay('up')`: the server receives and acts, the browser never hears of it.
   */
  oneWay(direction: Direction): void {
    this.silent = direction === 'up' ? 'down' : 'up';
  }

  /** Closes everything; the proxy is not used again. */
  async stop(): Promise<void> {
    await this.cut();
  }

  private async listen(): Promise<void> {
    const listener = net.createServer({ allowHalfOpen: true, noDelay: true }, (browser) => this.accept(browser));
    await new Promise<void>((done, fail) => {
      listener.once('error', fail);
      listener.listen(this.port, '127.0.0.1', done);
    });
    this.port = (listener.address() as net.AddressInfo).port;
    this.listener = listener;
  }

  private accept(browser: net.Socket): void {
    const server = net.connect({
      host: this.target.hostname,
      port: Number(this.target.port || 80),
      allowHalfOpen: true,
      noDelay: true,
    });
    const link = new Link(browser, server, {
      shape: () => this.shape,
      silent: (direction) => this.silent === direction,
      closed: () => this.links.delete(link),
    });
    this.links.add(link);
  }
}

interface Rules {
  shape(): Shape;
  silent(direction: Direction): boolean;
  closed(): void;
}

/** One browser connection and its twin to the server. */
class Link {
  lostBytes = false;
  private open = true;

  constructor(
    private readonly browser: net.Socket,
    private readonly server: net.Socket,
    private readonly rules: Rules,
  ) {
    this.relay(browser, server, 'up');
    this.relay(server, browser, 'down');
  }

  destroy(): void {
    if (!this.open) return;
    this.open = false;
    // A reset, not a polite end: what a lost network looks like to the browser.
    if (this.browser.connecting) this.browser.destroy();
    else this.browser.resetAndDestroy();
    this.server.destroy();
    this.rules.closed();
  }

  private relay(from: net.Socket, to: net.Socket, direction: Direction): void {
    const queue: { due: number; bytes: Buffer | null }[] = [];
    let held = 0;
    let pumping = false;

    const pump = async (): Promise<void> => {
      if (pumping) return;
      pumping = true;
      for (let item = queue.shift(); item && this.open; item = queue.shift()) {
        await until(item.due);
        if (item.bytes === null) {
          to.end();
          continue;
        }
        const { bytesPerSecond } = this.rules.shape();
        if (bytesPerSecond) await until(Date.now() + (item.bytes.length / bytesPerSecond) * 1000);
        if (!this.open) return;
        if (this.rules.silent(direction)) this.lostBytes = true;
        else if (!to.write(item.bytes)) await drained(to);
        held -= item.bytes.length;
        if (held < HELD_BYTES) from.resume();
      }
      pumping = false;
    };
    const enqueue = (bytes: Buffer | null): void => {
      queue.push({ due: Date.now() + (this.rules.shape().latencyMs ?? 0), bytes });
      void pump();
    };

    from.on('data', (chunk: Buffer) => {
      held += chunk.length;
      if (held >= HELD_BYTES) from.pause();
      for (let at = 0; at < chunk.length; at += SLICE) enqueue(chunk.subarray(at, at + SLICE));
    });
    from.on('end', () => enqueue(null));
    from.on('error', () => this.destroy());
    from.on('close', (hadError) => {
      // A clean close of one side still has bytes on the way to the other.
      if (hadError || to.destroyed || to.writableFinished) this.destroy();
      else to.once('finish', () => this.destroy());
    });
  }
}

async function until(time: number): Promise<void> {
  const wait = time - Date.now();
  if (wait > 0) await new Promise<void>((done) => setTimeout(done, wait));
}

async function drained(socket: net.Socket): Promise<void> {
  if (socket.destroyed) return;
  await new Promise<void>((done) => {
    const go = (): void => {
      socket.off('drain', go);
      socket.off('close', go);
      done();
    };
    socket.once('drain', go);
    socket.once('close', go);
  });
}
