import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

export interface ServerOptions {
  /** Further arguments of `jipan serve`. */
  args?: string[];
  /** Further environment variables, for example a fixed clock. */
  env?: Record<string, string>;
}

/** A real `jipan serve` process with a data directory of its own. */
export class JipanServer {
  /** Where it answers, without a slash at the end. */
  url = '';
  /** What the first run asks for before it creates the owner account; empty once that is done. */
  setupCode = '';
  private child: ChildProcess | undefined;

  private constructor(
    /** Holds the data directory, the log and the ready file. */
    readonly folder: string,
    private readonly options: ServerOptions,
  ) {}

  /** Starts a server on an empty data directory. JIPAN_BIN and JIPAN_SITE name the binary and the built page. */
  static async start(options: ServerOptions = {}): Promise<JipanServer> {
    const folder = await mkdtemp(join(tmpdir(), 'jipan-server-'));
    const server = new JipanServer(folder, options);
    try {
      await server.launch('127.0.0.1:0');
    } catch (error) {
      await server.dispose();
      throw error;
    }
    return server;
  }

  /** Everything it has written so far, over all restarts. */
  async log(): Promise<string> {
    return readFile(this.logPath, 'utf8').catch(() => '');
  }

  /** Asks it to stop and waits; the data stays. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** The machine loses power: no goodbye. The data stays. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Starts it again on the same data and the same address. Stops it first if it runs. */
  async restart(): Promise<void> {
    await this.stop();
    await this.launch(new URL(this.url).host);
  }

  /** Stops it and deletes its folder. */
  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private get logPath(): string {
    return join(this.folder, 'server.log');
  }

  private async launch(listen: string): Promise<void> {
    const readyFile = join(this.folder, 'ready.json');
    await rm(readyFile, { force: true });
    const log = createWriteStream(this.logPath, { flags: 'a' });
    const child = spawn(
      required('JIPAN_BIN'),
      [
        'serve',
        ...['--data', join(this.folder, 'data')],
        ...['--listen', listen],
        ...['--site', required('JIPAN_SITE')],
        ...['--ready-file', readyFile],
        ...(this.options.args ?? []),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.options.env } },
    );
    this.child = child;
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    let startError: Error | undefined;
    child.once('error', (error) => (startError = error));

    const limit = Date.now() + START_LIMIT_MS;
    for (;;) {
      if (startError) throw new Error(`jipan did not start: ${startError.message}`);
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`jipan ended with ${child.exitCode ?? child.signalCode} while starting:\n${await this.log()}`);
      }
      if (await this.isReady(readyFile)) return;
      if (Date.now() > limit) throw new Error(`jipan was not ready after ${START_LIMIT_MS} ms:\n${await this.log()}`);
      await pause(50);
    }
  }

  private async isReady(readyFile: string): Promise<boolean> {
    try {
      const ready = JSON.parse(await readFile(readyFile, 'utf8')) as { url: string; setup_code?: string | null };
      this.url = ready.url.replace(/\/$/, '');
      this.setupCode = ready.setup_code ?? '';
      return (await fetch(`${this.url}/healthz`)).ok;
    } catch {
      // Not written yet, half written, or not listening yet.
      return false;
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await gone;
    clearTimeout(timer);
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with "cargo xtask test --only end2end"`);
  return value;
}

async function pause(ms: number): Promise<void> {
  await new Promise<void>((done) => setTimeout(done, ms));
}
