import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The browser to drive: JIPAN_CHROMIUM, else one the system has, else (undefined) Playwright's own. */
function chromiumPath(): string | undefined {
  const named = process.env['JIPAN_CHROMIUM'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
    if (found) return found;
  }
  return undefined;
}

const executablePath = chromiumPath();

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results/artifacts',
  // One at a time: every file has its own server and each device is a whole browser.
  workers: 1,
  fullyParallel: false,
  // A test that passes at the second try is a fault we want to see.
  retries: 0,
  forbidOnly: process.env['CI'] === 'true',
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env['JIPAN_E2E_REPORT'] ?? 'test-results/report.json' }],
  ],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
  projects: [
    {
      name: 'phone',
      // Nothing in these depends on the screen.
      testIgnore: /harness\/(proxy|server)\.spec/,
      use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
    },
    { name: 'laptop', use: { viewport: { width: 1440, height: 900 } } },
  ],
});
