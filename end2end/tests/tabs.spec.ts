import type { BrowserContext, Page } from '@playwright/test';
import type { Device } from '../device';
import { expect, test } from '../fixtures';
import { Customer } from '../pages/customer';
import { Customers } from '../pages/customers';
import { FirstRun, OWNER } from '../pages/first_run';
import { Frame } from '../pages/frame';
import { SignIn } from '../pages/sign_in';

/** Where the engine's operations are, in the browser's database; 0 and 0 when it is not there. */
async function numbers(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const found = (await indexedDB.databases()).find((db) => db.name?.startsWith('jipan-'));
    if (!found?.name) return [];
    const db = await new Promise<IDBDatabase>((done, fail) => {
      const opening = indexedDB.open(found.name!);
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => fail(opening.error);
    });
    const keys = await new Promise<IDBValidKey[]>((done, fail) => {
      const reading = db.transaction('outbox').objectStore('outbox').getAllKeys();
      reading.onsuccess = () => done(reading.result);
      reading.onerror = () => fail(reading.error);
    });
    db.close();
    return keys.map(Number);
  });
}

/** Which of these tabs leads: the one that holds the lock. Asked of the browser, which names no tab; so each tab is asked for its own. */
async function lockHeld(page: Page): Promise<{ held: number; waiting: number }> {
  return page.evaluate(async () => {
    const state = await navigator.locks.query();
    const ours = (lock: LockInfo) => lock.name?.startsWith('lead-') ?? false;
    return { held: state.held?.filter(ours).length ?? 0, waiting: state.pending?.filter(ours).length ?? 0 };
  });
}

/** The page is frozen as a browser does it with tabs out of sight, or goes on. */
async function lifecycle(context: BrowserContext, page: Page, state: 'frozen' | 'active'): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state });
  await session.detach();
}

/** A value of a customer's page, as everybody sees it. */
async function sees(page: Page, field: string, value: string): Promise<void> {
  await expect(page.getByRole('button', { name: `${field}: ${value}`, exact: true })).toBeVisible({ timeout: 15_000 });
}

/** Somebody of the list: name and address. */
async function somebody(device: Device, nth: number): Promise<string> {
  await device.open('/customers');
  const link = device.page.getByLabel(/^客户名单/).locator('a[href^="/customers/"]').nth(nth);
  await expect(link).toBeVisible();
  return (await link.getAttribute('href')) ?? '';
}

test.describe.configure({ mode: 'serial' });

test('two tabs, one store', async ({ server, device, picture }, info) => {
  test.setTimeout(300_000);
  const till = await device('till');
  const context = () => till.context;

  await test.step('a second tab is there while the base is filled: it follows, and what is half typed stays', async () => {
    await till.open('/');
    const first = new FirstRun(till.page);
    await first.createOwner(server.setupCode);
    await first.choosesStart();
    const other = await till.openTab('/customers/new');
    const form = other.getByRole('main').locator('form');
    await form.getByLabel('姓名或公司').fill('半句话');
    await till.page.bringToFront();
    await first.loadDemo();
    await till.open('/customers');
    await new Customers(till.page).hasCount(2000);
    await expect(form.getByLabel('姓名或公司')).toHaveValue('半句话');
    expect(await lockHeld(other)).toEqual({ held: 1, waiting: 1 });
    await other.goto(`${till.network.origin()}/customers`);
    await new Customers(other).hasCount(2000);
    await new Frame(other).isSynced();
    await other.close();
  });

  const path = await somebody(till, 2);
  await till.open(path);
  let other = await till.openTab(path);

  await test.step('an edit in either shows in the other at once and reaches the server from both', async () => {
    await new Customer(other).edit('喜好', '月白');
    await sees(till.page, '喜好', '月白');
    await new Customer(till.page).edit('备注', '周三来取');
    await sees(other, '备注', '周三来取');
    await new Customer(other).writeNote('两个标签页都看得到');
    await new Customer(till.page).shows('两个标签页都看得到');
    for (const page of [till.page, other]) await new Frame(page).isSynced();
    expect(await numbers(till.page)).toEqual([]);
  });

  await test.step('offline: edits in both are one row of numbers, and both see both', async () => {
    await till.goOffline();
    await new Customer(till.page).edit('喜好', '香云纱');
    await new Customer(other).edit('备注', '周五来取');
    await new Customer(till.page).writeNote('她先生是裁缝');
    await sees(other, '喜好', '香云纱');
    await new Customer(other).shows('她先生是裁缝');
    await sees(till.page, '备注', '周五来取');
    const kept = await numbers(other);
    expect(kept).toHaveLength(3);
    expect(kept).toEqual([kept[0]!, kept[0]! + 1, kept[0]! + 2]);
    for (const page of [till.page, other]) await new Frame(page).says(/离线 · 3 项待发/);
    await picture(other, `tabs-offline-${info.project.name}`);
  });

  await test.step('the leader is closed before anything went: the other one sends it', async () => {
    await other.bringToFront();
    await till.goOnline();
    await till.page.close();
    await new Frame(other).isSynced();
    expect(await numbers(other)).toEqual([]);
    expect(await lockHeld(other)).toEqual({ held: 1, waiting: 0 });
  });

  await test.step('closed in the middle of sending: the answer is lost, the other one asks again and nothing counts twice', async () => {
    const leader = other;
    other = await till.openTab(path);
    // Up still works: the server hears and does it, the browser never learns of it.
    till.network.oneWay('up');
    await new Customer(leader).writeNote('正在发送时关掉');
    await expect.poll(() => numbers(other)).toHaveLength(1);
    await other.bringToFront();
    await leader.close();
    await till.network.restore();
    await new Frame(other).isSynced();
    expect(await numbers(other)).toEqual([]);
    await expect(other.getByText('正在发送时关掉').filter({ visible: true })).toHaveCount(1);
  });

  await test.step('a frozen leader lets go at once; back again it follows and sees what happened', async () => {
    const leader = other;
    other = await till.openTab(path);
    expect(await lockHeld(other)).toEqual({ held: 1, waiting: 1 });
    await lifecycle(context(), leader, 'frozen');
    await expect.poll(() => lockHeld(other)).toEqual({ held: 1, waiting: 0 });
    await new Customer(other).edit('喜好', '真丝');
    await new Frame(other).isSynced();
    await lifecycle(context(), leader, 'active');
    await sees(leader, '喜好', '真丝');
    await new Customer(leader).edit('备注', '解冻之后');
    await sees(other, '备注', '解冻之后');
    await new Frame(leader).isSynced();
    expect(await numbers(other)).toEqual([]);
    await leader.close();
  });

  await test.step('a reload keeps all; signing out says what is unsent, and holds for every tab', async () => {
    const first = other;
    await till.goOffline();
    await new Customer(first).edit('备注', '退出之前');
    await first.reload();
    await sees(first, '备注', '退出之前');
    other = await till.openTab(path);
    await sees(other, '备注', '退出之前');
    await other.goto(`${till.network.origin()}/settings`);
    await other.getByRole('button', { name: '退出登录' }).click();
    await expect(other.getByRole('dialog')).toContainText('还有 1 项没发出');
    await picture(other, `tabs-sign-out-${info.project.name}`);
    await other.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
    for (const page of [other, first]) await expect(new SignIn(page).submit).toBeVisible();
    await till.goOnline();
    await new SignIn(other).signIn(OWNER.login, OWNER.password);
    await new Frame(other).isSynced();
    expect(await numbers(other)).toEqual([]);
    await other.goto(till.network.origin() + path);
    await sees(other, '备注', '退出之前');
    // The tab that was signed out comes along when somebody is signed in again.
    await first.bringToFront();
    await sees(first, '备注', '退出之前');
  });
});
