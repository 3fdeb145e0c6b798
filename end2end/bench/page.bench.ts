import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type CDPSession } from '@playwright/test';
import type { Device } from '../device';
import { test } from '../fixtures';
import { FirstRun, OWNER } from '../pages/first_run';
import { SignIn } from '../pages/sign_in';
import type { JipanServer } from '../server';
import { type Arrival, type Work, busy, costs, keys, percentiles, report, watch, watchWork, works } from './measure';

/** Typed one key after the other, the field emptied between: names by pinyin and initials, a telephone number's end, a place. */
const QUERIES = ['wangxiaoming', 'zhangw', 'chenj', '4472', '1391', 'li'];
const EDITS = 15;
const SCROLLS = 60;

test.use({ serverPer: 'test' });

async function demo(server: JipanServer, customers: number): Promise<void> {
  const args = ['demo', '--customers', String(customers), '--data', join(server.folder, 'data')];
  await promisify(execFile)(process.env['JIPAN_BIN'] ?? '', args, { maxBuffer: 1 << 26 });
}

/** Signs in on an empty device whose list of customers is already asked for; when the list is usable, and when it is whole. */
async function firstReplica(device: Device, expected: string): Promise<Arrival> {
  await device.page.addInitScript(watch, expected);
  await device.open('/customers');
  const signIn = new SignIn(device.page);
  await signIn.isShown();
  await device.page.evaluate(() => {
    addEventListener('submit', () => void (window.__bench.start ||= performance.now()), { capture: true });
  });
  await signIn.signIn(OWNER.login, OWNER.password);
  await device.page.waitForFunction(() => window.__bench.complete > 0, undefined, { timeout: 600_000, polling: 500 });
  return device.page.evaluate(() => {
    const { start, usable, complete } = window.__bench;
    return { usable: usable - start, complete: complete - start };
  });
}

async function searches(device: Device, session: CDPSession, what: string): Promise<void> {
  const box = device.page.getByRole('searchbox').first();
  const frames: number[] = [];
  const spent: Work[] = [];
  for (const query of QUERIES) {
    await box.fill('');
    await box.focus();
    const { frame, work } = await keys(device.page, session, [...query]);
    frames.push(...frame);
    spent.push(...work);
  }
  await box.fill('');
  percentiles(`search: key to the end of the next frame, ${what}`, frames);
  works('search, a key', what, spent);
}

async function scrolls(device: Device, session: CDPSession, what: string): Promise<void> {
  const list = device.page.getByLabel(/^客户名单/);
  await list.hover();
  await device.page.evaluate(() => void (window.__bench.long = []));
  const spent: Work[] = [];
  for (let i = 0; i < SCROLLS; i += 1) {
    spent.push(await costs(device.page, session, () => device.page.mouse.wheel(0, 900)));
  }
  works('scroll, a screen', what, spent);
  const long = await device.page.evaluate(() => window.__bench.long);
  report(`scroll: long tasks in ${SCROLLS} screens, ${what}`, 'tasks', long.length);
  report(`scroll: longest task, ${what}`, 'ms', Math.max(0, ...long));
}

/** Edits one customer's field; the key that leaves the field stores it. */
async function edits(device: Device, session: CDPSession, what: string): Promise<void> {
  await device.page.getByLabel(/^客户名单/).locator('a[href^="/customers/"]').first().click();
  const frames: number[] = [];
  const spent: Work[] = [];
  for (let i = 0; i < EDITS; i += 1) {
    await device.page.getByRole('button', { name: /^喜好:/ }).click();
    const input = device.page.getByRole('textbox', { name: '喜好' });
    await input.fill(`真丝 ${i}`);
    const { frame, work } = await keys(device.page, session, ['Tab']);
    frames.push(...frame);
    spent.push(...work);
    await expect(input).toBeHidden();
  }
  percentiles(`edit: key to the end of the next frame, ${what}`, frames);
  works('edit', what, spent);
}

async function memory(session: CDPSession, what: string): Promise<void> {
  const heap = (await session.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize?: number };
  report(`JavaScript heap in use, ${what}`, 'MB', heap.usedSize / 1e6);
  if (heap.backingStorageSize !== undefined) {
    report(`buffers, WebAssembly memory included, ${what}`, 'MB', heap.backingStorageSize / 1e6);
  }
}

test('first load', async ({ device }) => {
  const laptop = await device('laptop');
  const session = await laptop.context.newCDPSession(laptop.page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', (event) => (bytes += event.encodedDataLength));
  await laptop.open('/');
  await new FirstRun(laptop.page).isShown();
  await laptop.page.waitForLoadState('networkidle');
  report('first load over the wire', 'kB', bytes / 1000);
});

test('an empty page', async ({ device }) => {
  const laptop = await device('laptop');
  const session = await laptop.context.newCDPSession(laptop.page);
  await watchWork(session);
  await laptop.page.addInitScript(watch, '');
  // What a key costs this browser on this machine when the page does nothing with it.
  await laptop.page.goto('about:blank');
  await laptop.page.evaluate(() => void (document.body.innerHTML = '<input type="search">'));
  await laptop.page.locator('input').focus();
  const { frame, work } = await keys(laptop.page, session, [...QUERIES.join('')]);
  percentiles('a key into an empty page: to the end of the next frame', frame);
  works('a key into an empty page', 'processor 1x slower', work);
});

/** All sizes take an hour; `JIPAN_BENCH_CUSTOMERS=10000` is for the impatient. */
const SIZES = (process.env['JIPAN_BENCH_CUSTOMERS'] ?? '10000,100000').split(',').map(Number);

for (const customers of SIZES) {
  test(`${customers} customers`, async ({ server, device }) => {
    const owner = await device('owner');
    await owner.open('/');
    const first = new FirstRun(owner.page);
    await first.createOwner(server.setupCode);
    await first.choosesStart();
    // Its own replica would compete with the measured one.
    await owner.quit();
    await demo(server, customers);
    const expected = customers.toLocaleString('en-US');
    for (const rate of [1, 4]) {
      const what = `${customers} customers, processor ${rate}x slower`;
      const laptop = await device(`laptop-${rate}`);
      const session = await laptop.context.newCDPSession(laptop.page);
      await watchWork(session);
      await session.send('Emulation.setCPUThrottlingRate', { rate });
      const { usable, complete } = await firstReplica(laptop, expected);
      report(`first replica: usable, ${what}`, 'ms', usable);
      report(`first replica: tier A whole, ${what}`, 'ms', complete);
      works('page opened and first replica', what, [await busy(session)]);
      await memory(session, what);
      await scrolls(laptop, session, what);
      await searches(laptop, session, what);
      await edits(laptop, session, what);
      await laptop.quit();
    }
  });
}
