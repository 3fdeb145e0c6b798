import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, BrowserType, LaunchOptions, Page } from '@playwright/test';
import { Proxy } from './proxy';

type PersistentOptions = NonNullable<Parameters<BrowserType['launchPersistentContext']>[1]>;

/** What a device is made of; the fixture fills it from the project's settings. */
export interface DeviceSettings {
  chromium: BrowserType;
  launch: LaunchOptions;
  context: PersistentOptions;
}

/**
 * One person's phone or laptop: a browser with a profile on disk, behind a network of its own.
 * The profile outlives the browser, so a device can be killed and started again, with or without a network.
 */
export class Device {
  private running: BrowserContext | undefined;
  private front: Page | undefined;
  private offline = false;

  private constructor(
    readonly name: string,
    /** Cut it, slow it, make it one-way: this device only. */
    readonly network: Proxy,
    private readonly profile: string,
    private readonly settings: DeviceSettings,
  ) {}

  /** Starts a browser with an empty profile whose network leads to `target`. */
  static async start(name: string, target: string, settings: DeviceSettings): Promise<Device> {
    const profile = await mkdtemp(join(tmpdir(), `jipan-device-${name.replace(/[^\w-]/g, '_')}-`));
    const device = new Device(name, await Proxy.start(target), profile, settings);
    await device.launch();
    return device;
  }

  get context(): BrowserContext {
    if (!this.running) throw new Error(`device ${this.name} is switched off`);
    return this.running;
  }

  /** The tab in front. Another one after `restart`: do not keep it in a variable across one. */
  get page(): Page {
    if (!this.front) throw new Error(`device ${this.name} is switched off`);
    return this.front;
  }

  /** Opens a path of the app in the front tab. */
  async open(path = '/'): Promise<Page> {
    await this.page.goto(this.network.origin() + path);
    return this.page;
  }

  /** Another tab of the same browser; `page` stays the first one. */
  async openTab(path = '/'): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(this.network.origin() + path);
    return page;
  }

  /** No network, and the browser knows it (`navigator.onLine` is false). `network.cut()` alone is a network that lies. */
  async goOffline(): Promise<void> {
    this.offline = true;
    await this.network.cut();
    await this.context.setOffline(true);
  }

  async goOnline(): Promise<void> {
    this.offline = false;
    await this.network.restore();
    await this.context.setOffline(false);
  }

  /** The person closes the browser. */
  async quit(): Promise<void> {
    const context = this.running;
    this.running = this.front = undefined;
    await context?.close();
  }

  /** The battery dies: every process of this browser is gone at once and nothing is flushed. */
  async kill(): Promise<void> {
    const context = this.running;
    if (!context) return;
    this.running = this.front = undefined;
    const browser = context.browser();
    if (!browser) throw new Error('a persistent context without a browser: cannot find its processes');
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const closed = new Promise<void>((done) => context.once('close', () => done()));
    // The browser first, so that it does not start its children again.
    for (const { id } of [...processInfo].sort((a, b) => rank(a.type) - rank(b.type))) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It went down with its parent.
      }
    }
    await closed;
  }

  /** Starts the browser again on the same profile; kills it first if it runs. The network stays as it is. */
  async restart(): Promise<Page> {
    await this.kill();
    await this.launch();
    return this.page;
  }

  /** Switches it off and deletes the profile. */
  async dispose(): Promise<void> {
    await this.quit();
    await this.network.stop();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  private async launch(): Promise<void> {
    const { chromium, launch, context } = this.settings;
    this.running = await chromium.launchPersistentContext(this.profile, { ...launch, ...context });
    await this.running.setOffline(this.offline);
    this.front = this.running.pages()[0] ?? (await this.running.newPage());
  }
}

function rank(type: string): number {
  return type === 'browser' ? 0 : 1;
}
