import type { Page, TestInfo } from '@playwright/test';
import { expectAccessible } from '../axe';
import type { Device } from '../device';
import { expect, test } from '../fixtures';
import { Customer } from '../pages/customer';
import { Customers } from '../pages/customers';
import { FirstRun, OWNER } from '../pages/first_run';
import { Frame } from '../pages/frame';
import { SignIn } from '../pages/sign_in';
import { Sync } from '../pages/sync';

/** Every page of a staff member; `/import` and `/team` need the server and say so offline. */
const ROUTES = ['/', '/customers', '/customers/new', '/insights', '/tiers', '/referrals', '/sync', '/import', '/team', '/settings', '/more'];

/** The page is kept by the service worker: from now on it opens without a network. */
async function installed(device: Device): Promise<void> {
  await device.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await device.page.reload();
  await expect.poll(() => device.page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(true);
}

/** The nth customer of the list: name and address. */
async function somebody(device: Device, nth: number): Promise<{ name: string; path: string }> {
  await device.open('/customers');
  const link = device.page.getByLabel(/^客户名单/).locator('a[href^="/customers/"]').nth(nth);
  await expect(link).toBeVisible();
  const path = (await link.getAttribute('href')) ?? '';
  return { name: (await link.innerText()).trim(), path };
}

const shot = (info: TestInfo, name: string) => `day-${name}-${info.project.name}`;

test.describe.configure({ mode: 'serial' });

test('a day with a bad network', async ({ server, device, picture }, info) => {
  test.setTimeout(600_000);
  const phone = await device('phone');
  const take = async (page: Page, name: string) => {
    await expect(page.getByRole('heading').filter({ visible: true }).first()).toBeVisible();
    await picture(page, shot(info, name));
  };

  await test.step('the first minutes: an account, and the demo base', async () => {
    await phone.open('/');
    const first = new FirstRun(phone.page);
    await expectAccessible(phone.page);
    await first.createOwner(server.setupCode);
    await first.choosesStart();
    await expectAccessible(phone.page);
    await first.loadDemo();
    await phone.open('/customers');
    await new Customers(phone.page).hasCount(2000);
    await new Frame(phone.page).isSynced();
    await installed(phone);
  });

  const one = await somebody(phone, 3);

  await test.step('without a network every page opens by its address', async () => {
    await phone.goOffline();
    for (const path of [...ROUTES, one.path]) {
      await phone.open(path);
      await expect(phone.page.getByRole('main').first()).toBeVisible();
      await expect(new Frame(phone.page).statusLine).toContainText(/离线/);
      await expectAccessible(phone.page);
    }
  });

  await test.step('a customer never opened before is changed; all is painted at once and waits', async () => {
    const customer = new Customer(phone.page);
    await customer.isShown(one.name);
    await customer.edit('喜好', '真丝、香云纱');
    await customer.shows('真丝、香云纱');
    await customer.writeNote('下周三来取样布');
    await customer.shows('下周三来取样布');
    await customer.buy('1280.50', '香云纱 6 米');
    await customer.shows('香云纱 6 米');
    await new Frame(phone.page).says(/3 项待发/);
    await take(phone.page, 'edited-offline');
  });

  await test.step('a new customer, brought by this one', async () => {
    await phone.open('/customers/new');
    await new Customers(phone.page).fillNew({ name: '柏安澜', phone: '13800000001', referrer: one.name });
    await new Customer(phone.page).isShown('柏安澜');
    await new Customer(phone.page).shows(one.name);
    await phone.open('/customers');
    const list = new Customers(phone.page);
    await list.hasCount(2001);
    await list.find('bal');
    await expect(list.row('柏安澜')).toBeVisible();
    await take(phone.page, 'search-offline');
  });

  await test.step('the browser is killed and started without a network: all is there; then it syncs by itself', async () => {
    await phone.kill();
    await phone.restart();
    await phone.open(one.path);
    const customer = new Customer(phone.page);
    await customer.shows('真丝、香云纱');
    await customer.shows('下周三来取样布');
    await customer.shows('香云纱 6 米');
    await customer.shows('柏安澜');
    const frame = new Frame(phone.page);
    await frame.says(/离线 · \d+ 项待发/);
    await phone.goOnline();
    await frame.isSynced();
  });

  const shop = await device('shop', { viewport: { width: 1440, height: 900 } });

  await test.step('a second device sees it within seconds', async () => {
    await shop.open('/');
    await new SignIn(shop.page).signIn(OWNER.login, OWNER.password);
    await new Frame(shop.page).isSynced();
    await shop.open('/customers');
    await new Customers(shop.page).hasCount(2001);
    await shop.open(one.path);
    await new Customer(shop.page).shows('真丝、香云纱');
    await new Customer(phone.page).edit('备注', '周末来');
    await expect(shop.page.getByRole('button', { name: '备注: 周末来', exact: true })).toBeVisible({ timeout: 15_000 });
  });

  await test.step('different fields of one customer merge silently', async () => {
    await phone.goOffline();
    await new Customer(phone.page).edit('喜好', '真丝');
    await new Customer(shop.page).edit('备注', '周三来');
    await new Frame(shop.page).isSynced();
    await phone.goOnline();
    for (const page of [phone.page, shop.page]) {
      await expect(page.getByRole('button', { name: '备注: 周三来', exact: true })).toBeVisible({ timeout: 15_000 });
      await expect(page.getByRole('button', { name: '喜好: 真丝', exact: true })).toBeVisible({ timeout: 15_000 });
      await new Frame(page).isSynced();
    }
  });

  await test.step('the same field: both values survive, it is settled in two taps, both devices agree', async () => {
    await phone.goOffline();
    await new Customer(phone.page).edit('喜好', '墨绿');
    await new Customer(shop.page).edit('喜好', '月白');
    await new Frame(shop.page).isSynced();
    await phone.goOnline();
    const frame = new Frame(phone.page);
    await expect(frame.statusLine).toContainText(/两人都改了/, { timeout: 20_000 });
    await frame.statusLine.click();
    const sync = new Sync(phone.page);
    await sync.open(one.name);
    await expect(sync.sheet).toContainText('月白');
    await expect(sync.sheet).toContainText('墨绿');
    await expectAccessible(phone.page);
    await take(phone.page, 'conflict');
    await sync.choose('月白');
    await frame.isSynced();
    await phone.open(one.path);
    for (const page of [phone.page, shop.page]) {
      await expect(page.getByRole('button', { name: '喜好: 月白', exact: true })).toBeVisible({ timeout: 15_000 });
      await expect(page.getByText('两人都改了')).toHaveCount(0);
    }
  });

  await test.step('where value comes from: tiers lead to their lists, referrals to their trees', async () => {
    await phone.open('/tiers');
    await take(phone.page, 'tiers');
    // Another vocabulary over the same people: its bars, its rules, and who they are.
    await phone.page.getByRole('button', { name: '价值 × 潜力 × 服务' }).click();
    await expect(phone.page.getByRole('link', { name: /^高价值/ })).toBeVisible();
    await expectAccessible(phone.page);
    await phone.page.getByRole('link', { name: /^低价值/ }).press('Enter');
    await expect(phone.page.getByRole('heading', { name: /^低价值 · / })).toBeVisible();
    await take(phone.page, 'scheme');
    await phone.page.getByRole('button', { name: 'VIP / 活跃 / 潜在 / 休眠' }).click();
    await phone.page.getByRole('link', { name: /VIP/ }).first().click();
    await expect(new Customers(phone.page).list).toHaveAccessibleName(/^客户名单，\d+ 位/);
    // The map of recency and worth: the arrow keys walk over it, Enter opens the list of a cell; the table says the same.
    await phone.open('/insights');
    const map = phone.page.getByRole('region', { name: /顶级|不能丢/ }).first();
    const cells = map.getByRole('link', { name: /^最近 \d 分/ });
    await expect(cells).toHaveCount(25);
    await take(phone.page, 'insights');
    await cells.first().focus();
    await phone.page.keyboard.press('End');
    await phone.page.keyboard.press('ArrowLeft');
    const label = (await cells.nth(23).getAttribute('aria-label')) ?? '';
    await expect(cells.nth(23)).toBeFocused();
    const people = Number(/(\d[\d,]*) 位$/.exec(label)?.[1]?.replace(',', ''));
    await phone.page.keyboard.press('Enter');
    await expect(phone.page).toHaveURL(/\/customers\?cell=14$/);
    if (people > 0) await new Customers(phone.page).hasCount(people);
    await phone.page.goBack();
    const chart = phone.page.getByRole('region', { name: /的客户带来 80 % 的收入/ });
    await chart.getByRole('button', { name: '看表格' }).click();
    await expect(chart.getByRole('row')).toHaveCount(5);
    const file = phone.page.waitForEvent('download');
    await chart.getByRole('button', { name: '下载' }).click();
    await phone.page.getByRole('menuitem', { name: /CSV/ }).click();
    expect((await file).suggestedFilename()).toBe('jipan-pareto.csv');
    await phone.open('/referrals');
    await take(phone.page, 'referrals');
    await phone.page.locator('main a[href^="/referrals/"]').first().click();
    await expect(phone.page.getByRole('treegrid')).toBeVisible();
    await take(phone.page, 'tree');
    await expectAccessible(phone.page);
  });
});
