// Devices the other tests switch off, kill and start again: proves what survives and what a cut network stops.
import type { Page } from '@playwright/test';
import { expectAccessible, seriousViolations } from '../../axe';
import { test as base, expect } from '../../fixtures';
import { startTinyServer } from './tiny_server';

const test = base.extend({
  origin: async ({}, use) => {
    const tiny = await startTinyServer();
    await use(tiny);
    await tiny.stop();
  },
});

/** One strict transaction, as the app writes. */
async function writeStrict(page: Page, value: string): Promise<void> {
  await page.evaluate(async (text) => {
    const db = await new Promise<IDBDatabase>((done, fail) => {
      const opening = indexedDB.open('notes', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('notes');
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => fail(opening.error);
    });
    await new Promise<void>((done, fail) => {
      const change = db.transaction('notes', 'readwrite', { durability: 'strict' });
      change.objectStore('notes').put(text, 1);
      change.oncomplete = () => done();
      change.onerror = () => fail(change.error);
    });
  }, value);
}

async function read(page: Page): Promise<unknown> {
  return page.evaluate(
    () =>
      new Promise((done, fail) => {
        const opening = indexedDB.open('notes', 1);
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction('notes').objectStore('notes').get(1);
          reading.onsuccess = () => done(reading.result);
          reading.onerror = () => fail(reading.error);
        };
      }),
  );
}

test('a closed browser comes back with its localStorage', async ({ device }) => {
  const phone = await device('phone');
  await phone.open();
  await phone.page.evaluate(() => localStorage.setItem('name', '小满的手机'));
  await phone.quit();
  expect(() => phone.page).toThrow('switched off');
  await phone.restart();
  await phone.open();
  expect(await phone.page.evaluate(() => localStorage.getItem('name'))).toBe('小满的手机');
});

test('a killed browser comes back offline with its strict transactions and its service worker', async ({ device }) => {
  const phone = await device('phone');
  await phone.open();
  await phone.page.evaluate(async () => {
    await navigator.serviceWorker.register('/sw.js');
    await navigator.serviceWorker.ready;
  });
  // A worker that has served a page is on the disk for certain; one that was registered a moment ago may go with the battery.
  await phone.page.reload();
  await expect.poll(() => phone.page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(true);
  await writeStrict(phone.page, '她想看新季真丝');
  await phone.goOffline();
  await phone.kill();
  await phone.restart();
  await phone.open();
  expect(await phone.page.evaluate(() => navigator.onLine)).toBe(false);
  await expect(phone.page.getByRole('heading', { name: '小页' })).toBeVisible();
  expect(await read(phone.page)).toBe('她想看新季真丝');
});

test('a cut network stops the service worker too, and only on that device', async ({ device }) => {
  const phone = await device('phone');
  const laptop = await device('laptop', { viewport: { width: 1280, height: 720 } });
  const ask = (page: Page): Promise<unknown> =>
    page.evaluate(async () => {
      const ready = await navigator.serviceWorker.ready;
      return new Promise((done) => {
        navigator.serviceWorker.addEventListener('message', (event) => done(event.data), { once: true });
        ready.active?.postMessage('fetch');
      });
    });
  for (const { page, network } of [phone, laptop]) {
    await page.goto(network.origin());
    await page.evaluate(() => navigator.serviceWorker.register('/sw.js'));
  }
  expect(await ask(phone.page)).toBe('hello');
  await phone.goOffline();
  expect(await phone.page.evaluate(() => navigator.onLine)).toBe(false);
  expect(await ask(phone.page)).toBe('refused');
  expect(await ask(laptop.page)).toBe('hello');
  expect(laptop.page.viewportSize()).toEqual({ width: 1280, height: 720 });
  await phone.goOnline();
  expect(await ask(phone.page)).toBe('hello');
});

test('devices do not share a profile and follow the project and its language', async ({ device, viewport, isMobile, picture }) => {
  const first = await device('first');
  const second = await device('second', { locale: 'en-US', colorScheme: 'dark' });
  await first.open();
  await second.open();
  await first.page.evaluate(() => localStorage.setItem('name', 'first'));
  expect(await second.page.evaluate(() => localStorage.getItem('name'))).toBeNull();
  expect(first.page.viewportSize()).toEqual(viewport);
  expect(await first.page.evaluate(() => [navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone])).toEqual([
    'zh-CN',
    'Asia/Shanghai',
  ]);
  expect(await second.page.evaluate(() => [navigator.language, matchMedia('(prefers-color-scheme: dark)').matches])).toEqual([
    'en-US',
    true,
  ]);
  expect(await first.page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(isMobile);
  await picture(first.page, 'harness');
});

test('the accessibility check passes a sound page and names what is wrong with another', async ({ device }) => {
  const phone = await device('phone');
  await phone.open();
  await expectAccessible(phone.page);
  await phone.page.evaluate(() => {
    document.querySelector('main')?.insertAdjacentHTML('beforeend', '<button class="nameless" style="width: 48px; height: 48px"></button>');
  });
  const found = await seriousViolations(phone.page);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/^button-name \(critical\).*\.nameless/);
  expect(await seriousViolations(phone.page, { within: 'h1' })).toEqual([]);
});
