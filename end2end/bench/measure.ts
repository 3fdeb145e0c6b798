import type { CDPSession, Page } from '@playwright/test';

/** Prints a measurement as `cargo xtask bench` reads it. */
export function report(metric: string, unit: string, value: number): void {
  // A line of its own: the runner may be in the middle of one.
  process.stdout.write(`\n${JSON.stringify({ metric, unit, value: Math.round(value * 100) / 100 })}\n`);
}

export function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(((sorted.length - 1) * percent) / 100)] ?? Number.NaN;
}

export function percentiles(metric: string, values: number[]): void {
  for (const percent of [50, 95]) report(`${metric}, p${percent}`, 'ms', percentile(values, percent));
}

/** When the list of customers had its first row and when it had all, milliseconds since the page's `__bench.start`. */
export interface Arrival {
  usable: number;
  complete: number;
}

interface Bench {
  start: number;
  usable: number;
  complete: number;
  frames: number[];
  long: number[];
}

declare global {
  interface Window {
    __bench: Bench;
  }
}

/**
 * Runs in the page before everything else: looks at the list once per frame, notes how long it takes from a key to the end of the
 * frame that shows it, and notes long tasks. `expected` is the whole number of customers.
 */
export function watch(expected: string): void {
  const bench: Bench = { start: 0, usable: 0, complete: 0, frames: [], long: [] };
  window.__bench = bench;
  const look = () => {
    if (bench.complete) return;
    const list = document.querySelector('[aria-label^="客户名单"]');
    if (list && bench.start) {
      if (!bench.usable && list.querySelector('a[href^="/customers/"]')) bench.usable = performance.now();
      if (list.getAttribute('aria-label')?.startsWith(`客户名单，${expected} 位`)) bench.complete = performance.now();
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const key = (event: Event) => {
    const at = event.timeStamp;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      // Comes after style, layout and paint of this frame.
      after.port1.onmessage = () => bench.frames.push(performance.now() - at);
      after.port2.postMessage(0);
    });
  };
  addEventListener('keydown', key, { capture: true });
  new PerformanceObserver((list) => bench.long.push(...list.getEntries().map((entry) => entry.duration))).observe({
    type: 'longtask',
  });
}

/** Two frames have passed: what the last key caused is on the screen. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))),
  );
}

/** Time of the main thread, milliseconds. */
export interface Work {
  all: number;
  script: number;
  style: number;
}

/**
 * The time the main thread has worked since the page was opened, milliseconds: script, style, layout, paint. In time of the processor
 * (see `watchWork`), so that other programs on the machine do not count.
 */
export async function busy(session: CDPSession): Promise<Work> {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
  return { all: of('TaskDuration'), script: of('ScriptDuration'), style: of('RecalcStyleDuration') + of('LayoutDuration') };
}

/** What `work` costs the main thread, once the frame that shows it is done. */
export async function costs(page: Page, session: CDPSession, work: () => Promise<void>): Promise<Work> {
  const before = await busy(session);
  await work();
  await settled(page);
  const after = await busy(session);
  return { all: after.all - before.all, script: after.script - before.script, style: after.style - before.style };
}

/** Prints all of the work and, of it, script and style with layout. */
export function works(metric: string, what: string, all: Work[]): void {
  percentiles(`${metric}: work of the main thread, ${what}`, all.map((work) => work.all));
  report(`${metric}: of it script, ${what}, p50`, 'ms', percentile(all.map((work) => work.script), 50));
  report(`${metric}: of it style and layout, ${what}, p50`, 'ms', percentile(all.map((work) => work.style), 50));
}

/** From now on `busy` counts. The time for which a slower processor is imitated counts, too. */
export async function watchWork(session: CDPSession): Promise<void> {
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
}

/** Presses keys one after the other; per key: time to the end of the next frame, and how long the main thread worked. */
export async function keys(page: Page, session: CDPSession, presses: string[]): Promise<{ frame: number[]; work: Work[] }> {
  await page.evaluate(() => void (window.__bench.frames = []));
  const work: Work[] = [];
  for (const press of presses) {
    await settled(page);
    work.push(await costs(page, session, () => page.keyboard.press(press)));
  }
  return { frame: await page.evaluate(() => window.__bench.frames), work };
}
