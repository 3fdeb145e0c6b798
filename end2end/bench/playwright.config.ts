import { defineConfig } from '@playwright/test';
import tests from '../playwright.config';

/** The benches of the page: `cargo xtask bench page`. They print one JSON object per measurement; see `xtask/src/bench.rs`. */
export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: /.*\.bench\.ts/,
  outputDir: '../test-results/bench',
  timeout: 1_800_000,
  reporter: [['list']],
  use: { ...tests.use, trace: 'off', viewport: { width: 1440, height: 900 } },
  projects: [{ name: 'laptop' }],
});
