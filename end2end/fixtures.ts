import { join } from 'node:path';
import { test as base, type Page, type TestInfo, type ViewportSize } from '@playwright/test';
import { Device } from './device';
import { JipanServer, type ServerOptions } from './server';

export { expect } from '@playwright/test';

export interface DeviceOptions {
  /** CSS pixels; the project's own when absent. */
  viewport?: ViewportSize;
  /** BCP 47, `zh-CN` when absent. */
  locale?: string;
  colorScheme?: 'light' | 'dark';
  reducedMotion?: 'reduce' | 'no-preference';
}

/** What devices connect to. */
export interface Origin {
  url: string;
}

interface Options {
  /** `file`: the tests of one file share a server, in their order. `test`: each has its own. */
  serverPer: 'file' | 'test';
  serverOptions: ServerOptions;
}

interface Fixtures {
  /** A running server with its own empty data directory. */
  server: JipanServer;
  /** Where devices lead. The server's address; the harness's own tests put another one in its place. */
  origin: Origin;
  /** Starts another device behind its own network. All are switched off after the test. */
  device: (name: string, options?: DeviceOptions) => Promise<Device>;
  /** Saves a picture to test-results/screens/<project>/<name>.png and adds it to the report. */
  picture: (page: Page, name: string) => Promise<void>;
}

/** Keeps the server of the current file; one worker runs the files one after the other. */
class FileServer {
  private current: { file: string; server: JipanServer } | undefined;

  async of(info: TestInfo, options: ServerOptions): Promise<JipanServer> {
    if (this.current?.file === info.file) return this.current.server;
    await this.stop();
    const server = await JipanServer.start(options);
    this.current = { file: info.file, server };
    return server;
  }

  async stop(): Promise<void> {
    const current = this.current;
    this.current = undefined;
    await current?.server.dispose();
  }
}

export const test = base.extend<Fixtures & Options, { fileServer: FileServer }>({
  serverPer: ['file', { option: true }],
  serverOptions: [{}, { option: true }],

  fileServer: [
    async ({}, use) => {
      const fileServer = new FileServer();
      await use(fileServer);
      await fileServer.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  server: async ({ fileServer, serverPer, serverOptions }, use, info) => {
    const own = serverPer === 'test';
    const server = own ? await JipanServer.start(serverOptions) : await fileServer.of(info, serverOptions);
    await use(server);
    if (info.status !== info.expectedStatus) {
      await info.attach('server.log', { body: await server.log(), contentType: 'text/plain' });
    }
    if (own) await server.dispose();
  },

  origin: async ({ server }, use) => {
    await use(server);
  },

  device: async (
    { playwright, origin, launchOptions, viewport, deviceScaleFactor, hasTouch, isMobile, locale, timezoneId, colorScheme },
    use,
  ) => {
    const devices: Device[] = [];
    await use(async (name, options = {}) => {
      const device = await Device.start(name, origin.url, {
        chromium: playwright.chromium,
        launch: launchOptions,
        context: {
          viewport: options.viewport ?? viewport,
          ...(deviceScaleFactor === undefined ? {} : { deviceScaleFactor }),
          hasTouch,
          isMobile,
          locale: options.locale ?? locale ?? 'zh-CN',
          ...(timezoneId === undefined ? {} : { timezoneId }),
          colorScheme: options.colorScheme ?? colorScheme,
          ...(options.reducedMotion === undefined ? {} : { reducedMotion: options.reducedMotion }),
        },
      });
      devices.push(device);
      return device;
    });
    for (const device of devices) await device.dispose();
  },

  picture: async ({}, use, info) => {
    await use(async (page, name) => {
      const path = join(info.project.outputDir, '..', 'screens', info.project.name, `${name}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      await info.attach(name, { path, contentType: 'image/png' });
    });
  },
});
