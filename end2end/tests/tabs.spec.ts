import type { Page } from '@playwright/test';
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

/** How many tabs hold the lock by which one leads, and how many wait for it. */
async function lockHeld(page: Page): Promise<{ held: number; waiting: number }> {
  return page.evaluate(async () => {
    const state = await navigator.locks.query();
    const ours = (lock: LockInfo) => lock.name?.startsWith('lead-') ?? false;
    return { held: state.held?.filter(ours).length ?? 0, waiting: state.pending?.filter(ours).length ?? 0 };
  });
}

/** The tab that leads, by the browser's own name for it. */
async function leads(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { held } = await navigator.locks.query();
    return held?.find((lock) => lock.name?.startsWith('lead-'))?.clientId ?? '';
  });
}

/**
 * The page hears that it is frozen, or that it goes on. Only hears: a headless Chromium freezes nothing that it takes for visible, and
 * it takes every page for visible.
 */
async function hears(page: Page, event: 'freeze' | 'resume'): Promise<void> {
  await page.evaluate((name) => document.dispatchEvent(new Event(name)), event);
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
    await expect.poll(() => lockHeld(other)).toEqual({ held: 1, waiting: 1 });
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
    await expect.poll(() => lockHeld(other)).toEqual({ held: 1, waiting: 0 });
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
    await expect.poll(() => lockHeld(other)).toEqual({ held: 1, waiting: 1 });
    const before = await leads(other);
    await hears(leader, 'freeze');
    await expect.poll(() => leads(other)).not.toBe(before);
    await new Customer(other).edit('喜好', '真丝');
    await new Frame(other).isSynced();
    await hears(leader, 'resume');
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
    await expect(other.getByRole('alertdialog')).toContainText('还有 1 项没发出');
    await picture(other, `tabs-sign-out-${info.project.name}`);
    await other.getByRole('alertdialog').getByRole('button', { name: '退出登录' }).click();
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

test('what the browser, the clock and the server may do to a till', async ({ device, picture }, info) => {
  test.setTimeout(300_000);
  const till = await device('till');
  await till.open('/');
  await new SignIn(till.page).signIn(OWNER.login, OWNER.password);
  await new Frame(till.page).isSynced();
  const path = await somebody(till, 4);
  await till.open(path);
  const other = await till.openTab(path);
  await new Frame(other).isSynced();

  await test.step('a file of unsent changes can be taken in again, by the same person, and counts once', async () => {
    await till.goOffline();
    await new Customer(other).edit('备注', '从文件来');
    await other.goto(`${till.network.origin()}/sync`);
    const download = other.waitForEvent('download');
    await other.getByRole('button', { name: '导出没发出的' }).click();
    const file = await (await download).path();
    const second = await device('second');
    await second.open('/');
    await new SignIn(second.page).signIn(OWNER.login, OWNER.password);
    await new Frame(second.page).isSynced();
    await second.open('/sync');
    await second.page.getByLabel('导入没发出的文件').setInputFiles(file);
    await expect(second.page.getByText(/已接手 1 项/)).toBeVisible();
    await new Frame(second.page).isSynced();
    await second.open(path);
    await sees(second.page, '备注', '从文件来');
    await till.goOnline();
    await new Frame(other).isSynced();
    expect(await numbers(other)).toEqual([]);
    await expect(other.getByText('两人都改了')).toHaveCount(0);
    await second.open('/sync');
    await expect(second.page.getByText('导入没发出的文件')).toBeVisible();
    await picture(second.page, `tabs-take-in-${info.project.name}`);
    await second.quit();
    await other.goto(till.network.origin() + path);
  });

  await test.step('the database is deleted under the page: what waits is saved again and goes out', async () => {
    await till.goOffline();
    await new Customer(till.page).edit('喜好', '存着没发');
    await sees(other, '喜好', '存着没发');
    await till.page.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) {
        if (!name?.startsWith('jipan-')) continue;
        await new Promise<void>((done, fail) => {
          const deleting = indexedDB.deleteDatabase(name);
          deleting.onsuccess = () => done();
          deleting.onerror = () => fail(deleting.error);
        });
      }
    });
    await expect(till.page.getByRole('alert').filter({ hasText: '浏览器清掉了本机的数据' })).toBeVisible();
    await picture(till.page, `tabs-deleted-${info.project.name}`);
    await sees(till.page, '喜好', '存着没发');
    await sees(other, '喜好', '存着没发');
    expect(await numbers(other)).not.toEqual([]);
    await till.goOnline();
    for (const page of [till.page, other]) await new Frame(page).isSynced();
    expect(await numbers(other)).toEqual([]);
    await sees(other, '喜好', '存着没发');
    await other.close();
  });

  await test.step('the database is gone when the app starts: it says so, and how many changes went with it', async () => {
    await till.goOffline();
    await new Customer(till.page).edit('备注', '没了的话');
    await new Customer(till.page).edit('喜好', '也没了');
    await new Frame(till.page).says(/2 项待发/);
    const blank = await till.context.newPage();
    await till.page.goto('about:blank');
    await blank.close();
    await till.goOnline();
    // The same origin without the app.
    await till.page.goto(`${till.network.origin()}/healthz`);
    await till.page.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) {
        if (name?.startsWith('jipan-')) {
          await new Promise((done) => (indexedDB.deleteDatabase(name).onsuccess = done));
        }
      }
    });
    await till.open(path);
    await expect(till.page.getByRole('alert').filter({ hasText: '2 项还没发出的修改也没了' })).toBeVisible();
    await picture(till.page, `tabs-lost-${info.project.name}`);
    await new Frame(till.page).isSynced();
    await sees(till.page, '喜好', '存着没发');
    await till.page.getByRole('button', { name: '知道了' }).click();
    await expect(till.page.getByRole('alert').filter({ hasText: '清掉了' })).toHaveCount(0);
  });

  await test.step('the session ends in the middle: the queue stays, and signing in lets it go, in whichever tab', async () => {
    const second = await till.openTab(path);
    const cookies = await till.context.cookies();
    await till.context.clearCookies();
    await new Customer(till.page).edit('备注', '登录过期时写的');
    for (const page of [till.page, second]) {
      await expect(new Frame(page).statusLine).toContainText(/要重新登录 · 1 项存在本机/, { timeout: 40_000 });
    }
    expect(cookies.length).toBeGreaterThan(0);
    await second.goto(`${till.network.origin()}/sync`);
    await expect(second.getByRole('alert').getByRole('button', { name: '登录' })).toBeVisible();
    await picture(second, `tabs-session-ended-${info.project.name}`);
    await second.getByRole('main').getByRole('button', { name: '登录' }).click();
    await new SignIn(second).login.fill(OWNER.login);
    await new SignIn(second).password.fill(OWNER.password);
    await second.getByRole('dialog').getByRole('button', { name: '登录' }).click();
    for (const page of [till.page, second]) await new Frame(page).isSynced();
    expect(await numbers(second)).toEqual([]);
    await second.close();
  });

  await test.step('a clock that is three days wrong converges all the same', async () => {
    const shop = await device('shop');
    await shop.open('/');
    await new SignIn(shop.page).signIn(OWNER.login, OWNER.password);
    await new Frame(shop.page).isSynced();
    await shop.open(path);
    for (const days of [3, -3]) {
      await till.page.addInitScript((ms) => {
        const true_now = Date.now.bind(Date);
        Date.now = () => true_now() + ms;
      }, days * 86_400_000);
      await till.page.reload();
      await new Customer(till.page).edit('喜好', `钟偏了 ${days} 天`);
      await sees(shop.page, '喜好', `钟偏了 ${days} 天`);
      await new Customer(shop.page).edit('备注', `看到 ${days}`);
      await sees(till.page, '备注', `看到 ${days}`);
      for (const page of [till.page, shop.page]) await new Frame(page).isSynced();
      await expect(shop.page.getByText('两人都改了')).toHaveCount(0);
    }
  });
});

test('a full disk, a leader that hangs, and a browser without locks', async ({ device, picture }, info) => {
  test.setTimeout(300_000);
  const till = await device('till');
  await till.open('/');
  await new SignIn(till.page).signIn(OWNER.login, OWNER.password);
  await new Frame(till.page).isSynced();
  const path = await somebody(till, 6);
  await till.open(path);

  await test.step('a full disk: the text stays and is called not saved; old history goes, the queue does not', async () => {
    await new Customer(till.page).shows('往来');
    await till.page.evaluate(() => {
      const put = IDBObjectStore.prototype.put;
      (window as unknown as { emptied: () => void }).emptied = () => (IDBObjectStore.prototype.put = put);
      IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: [unknown, IDBValidKey?]) {
        if (this.name === 'outbox') throw new DOMException('the disk is full', 'QuotaExceededError');
        return put.apply(this, given);
      };
    });
    await new Customer(till.page).edit('备注', '存不下的话');
    await new Frame(till.page).says('没存上，文字还在');
    await expect(till.page.getByRole('alert').filter({ hasText: '本机满了' })).toBeVisible();
    await sees(till.page, '备注', '存不下的话');
    expect(await numbers(till.page)).toEqual([]);
    await picture(till.page, `tabs-full-${info.project.name}`);
    await till.page.evaluate(() => (window as unknown as { emptied: () => void }).emptied());
    await new Frame(till.page).statusLine.click();
    await till.page.getByRole('button', { name: '再存一次' }).click();
    await new Frame(till.page).isSynced();
    await till.open(path);
    await sees(till.page, '备注', '存不下的话');
  });

  await test.step('a leader that hangs: the other tab says so, and sends when told to; the late one writes nothing', async () => {
    const other = await till.openTab(path);
    await expect.poll(() => lockHeld(other)).toEqual({ held: 1, waiting: 1 });
    const hangs = till.page.evaluate(() => {
      for (const end = Date.now() + 60_000; Date.now() < end; );
    });
    await new Customer(other).edit('备注', '领头的卡住了');
    await other.goto(`${till.network.origin()}/sync`);
    const says = other.getByRole('alert').filter({ hasText: '没有回应' });
    await expect(says).toBeVisible({ timeout: 50_000 });
    await picture(other, `tabs-silent-${info.project.name}`);
    await says.getByRole('button', { name: '由这里发送' }).click();
    await new Frame(other).isSynced();
    expect(await numbers(other)).toEqual([]);
    await hangs;
    await sees(till.page, '备注', '领头的卡住了');
    await expect.poll(() => lockHeld(other)).toEqual({ held: 1, waiting: 1 });
    await other.goto(till.network.origin() + path);
    await new Customer(till.page).edit('喜好', '又通了');
    await sees(other, '喜好', '又通了');
    for (const page of [till.page, other]) await new Frame(page).isSynced();
    await other.close();
  });

  await test.step('without locks one tab works at a time, and says so plainly', async () => {
    await till.context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));
    await till.page.reload();
    await new Frame(till.page).isSynced();
    const other = await till.openTab(path);
    await expect(till.page.getByRole('heading', { name: '基盘已在另一个标签页打开' })).toBeVisible();
    await picture(till.page, `tabs-elsewhere-${info.project.name}`);
    await new Customer(other).edit('备注', '后开的在用');
    await new Frame(other).isSynced();
    await till.page.getByRole('button', { name: '在这里使用' }).click();
    await sees(till.page, '备注', '后开的在用');
    await expect(other.getByRole('heading', { name: '基盘已在另一个标签页打开' })).toBeVisible();
    await new Customer(till.page).edit('备注', '又换回来');
    await new Frame(till.page).isSynced();
  });
});
