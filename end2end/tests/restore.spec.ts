import { spawnSync } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expectAccessible } from '../axe';
import { expect, test } from '../fixtures';
import { Customer } from '../pages/customer';
import { Customers } from '../pages/customers';
import { FirstRun, OWNER } from '../pages/first_run';
import { Frame } from '../pages/frame';
import { SignIn } from '../pages/sign_in';

/** Runs a command of the program to its end and answers what it printed. */
function jipan(...args: string[]): string {
  const done = spawnSync(process.env['JIPAN_BIN'] ?? 'jipan', args, { encoding: 'utf8' });
  expect(done.status, `jipan ${args.join(' ')}: ${done.stderr}`).toBe(0);
  return done.stdout;
}

test('a server restored from a backup gets back what came after it', async ({ server, device, picture }, info) => {
  test.setTimeout(240_000);
  const phone = await device('phone');
  const customer = new Customer(phone.page);
  const frame = new Frame(phone.page);
  const data = join(server.folder, 'data');

  await test.step('an edit, a backup, another edit; both have reached the server', async () => {
    await phone.open('/');
    const first = new FirstRun(phone.page);
    await first.createOwner(server.setupCode);
    await first.choosesStart();
    await phone.open('/customers/new');
    await new Customers(phone.page).fillNew({ name: '柏安澜', phone: '13800000001' });
    await customer.isShown('柏安澜');
    await customer.edit('备注', '备份以前');
    await frame.isSynced();
  });

  const path = new URL(phone.page.url()).pathname;

  await test.step('an administrator makes the backup in the settings', async () => {
    await phone.open('/settings');
    const section = phone.page.locator('section').filter({ has: phone.page.getByRole('heading', { name: '备份', exact: true }) });
    await expect(section).toContainText('还没有备份');
    await section.getByRole('button', { name: '现在备份' }).click();
    await expect(section).toContainText('存完已逐条核对', { timeout: 30_000 });
    await expect(section).toContainText('今天');
    await expectAccessible(phone.page);
    await section.scrollIntoViewIfNeeded();
    await picture(phone.page, `backup-${info.project.name}`);
  });

  await test.step('then the machine dies, and last night’s backup takes its place', async () => {
    await phone.open(path);
    await customer.edit('备注', '备份以后');
    await customer.edit('喜好', '真丝');
    await frame.isSynced();
    const backup = jipan('doctor', '--data', data)
      .split('\n')
      .find((line) => line.startsWith('last backup:'))
      ?.split(', ')
      .at(-1);
    expect(backup).toBeTruthy();
    await server.kill();
    expect(jipan('restore', backup ?? '', '--data', join(server.folder, 'restored'))).toContain('Compared:');
    await rename(data, join(server.folder, 'broken'));
    await rename(join(server.folder, 'restored'), data);
    await server.restart();
  });

  await test.step('the page gives the later edits back by itself', async () => {
    const shows = async (field: string) =>
      expect(phone.page.getByRole('button', { name: field, exact: true })).toBeVisible({ timeout: 60_000 });
    await shows('备注: 备份以后');
    await shows('喜好: 真丝');
    // Another device, which never held them, gets them from the server.
    const shop = await device('shop', { viewport: { width: 1440, height: 900 } });
    await shop.open('/');
    await new SignIn(shop.page).signIn(OWNER.login, OWNER.password);
    await new Frame(shop.page).isSynced();
    await shop.open(path);
    for (const field of ['备注: 备份以后', '喜好: 真丝']) {
      await expect(shop.page.getByRole('button', { name: field, exact: true })).toBeVisible({ timeout: 60_000 });
    }
    await frame.isSynced();
  });
});
