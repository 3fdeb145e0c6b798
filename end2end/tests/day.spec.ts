import { expect, test } from '../fixtures';
import type { Device } from '../device';
import { expectAccessible } from '../axe';
import { Customer } from '../pages/customer';
import { FirstRun, OWNER } from '../pages/first_run';
import { Frame } from '../pages/frame';
import { SignIn } from '../pages/sign_in';

/** The page is served by the service worker: it opens without a network from now on. */
async function installed(device: Device): Promise<void> {
  await device.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await device.page.reload();
  await expect.poll(() => device.page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(true);
}

/** The first customer of the list, by name, and its address. */
async function somebody(device: Device): Promise<{ name: string; path: string }> {
  await device.page.goto(`${device.network.origin()}/customers`);
  const link = device.page.getByRole('main').locator('a[href^="/customers/"]').filter({ hasText: /\S/ }).nth(2);
  await expect(link).toBeVisible();
  const path = await link.getAttribute('href');
  return { name: (await link.innerText()).trim(), path: path ?? '' };
}

test('a day with a bad network', async ({ server, device, picture }, info) => {
  test.setTimeout(300_000);
  const phone = await device('phone');
  await phone.open('/');
  const first = new FirstRun(phone.page);
  await first.createOwner(server.setupCode ?? '');
  await first.choosesStart();
  await expectAccessible(phone.page);
  await first.demo.click();
  await phone.page.getByRole('button', { name: '放进示例数据' }).click();
  const frame = new Frame(phone.page);
  await phone.page.goto(`${phone.network.origin()}/customers`);
  await expect(phone.page.getByText('2,000').first()).toBeVisible({ timeout: 60_000 });
  await frame.isSynced();
  await installed(phone);

  await test.step('without a network: every screen opens, an edit is kept', async () => {
    const one = await somebody(phone);
    await phone.goOffline();
    for (const path of ['/', '/customers', '/customers/new', '/tiers', '/referrals', '/sync', '/settings', one.path]) {
      await phone.page.goto(`${phone.network.origin()}${path}`);
      await expect(phone.page.getByRole('main')).toBeVisible();
      await expect(frame.statusLine).toBeVisible();
    }
    const customer = new Customer(phone.page);
    await customer.edit('喜好', '真丝、香云纱');
    await customer.shows('真丝、香云纱');
    await frame.says(/1 项待发/);
    await picture(phone.page, `offline-edit-${info.project.name}`);
  });

  await test.step('the browser is killed and started again: still there, and then it syncs', async () => {
    const path = new URL(phone.page.url()).pathname;
    await phone.kill();
    await phone.restart();
    await phone.page.goto(`${phone.network.origin()}${path}`);
    await expect(phone.page.getByText('真丝、香云纱').first()).toBeVisible();
    const again = new Frame(phone.page);
    await again.says(/1 项待发/);
    await phone.goOnline();
    await again.isSynced();
  });

  await test.step('a second device sees it, and a conflict is settled', async () => {
    const path = new URL(phone.page.url()).pathname;
    const shop = await device('shop', { viewport: { width: 1440, height: 900 } });
    await shop.open('/');
    await new SignIn(shop.page).signIn(OWNER.login, OWNER.password);
    await shop.page.goto(`${shop.network.origin()}${path}`);
    await expect(shop.page.getByText('真丝、香云纱').first()).toBeVisible({ timeout: 30_000 });

    await phone.goOffline();
    await new Customer(phone.page).edit('喜好', '墨绿');
    await new Customer(shop.page).edit('喜好', '月白');
    await new Frame(shop.page).isSynced();
    await phone.goOnline();
    await phone.page.goto(`${phone.network.origin()}/sync`);
    await expect(phone.page.getByText('月白').first()).toBeVisible({ timeout: 30_000 });
    await expect(phone.page.getByText('墨绿').first()).toBeVisible();
    await picture(phone.page, `conflict-${info.project.name}`);
  });
});
