import { expectAccessible } from '../axe';
import { expect, test } from '../fixtures';
import { Customer } from '../pages/customer';
import { Customers } from '../pages/customers';
import { FirstRun, OWNER } from '../pages/first_run';
import { Frame } from '../pages/frame';
import { SignIn } from '../pages/sign_in';

test('one customer was entered twice: merged offline, seen elsewhere, parted again', async ({ server, device, picture }, info) => {
  test.setTimeout(240_000);
  const phone = await device('phone');
  const page = phone.page;
  const list = new Customers(page);
  const customer = new Customer(page);
  const frame = new Frame(page);

  await test.step('two records with one telephone number', async () => {
    await phone.open('/');
    const first = new FirstRun(page);
    await first.createOwner(server.setupCode);
    await first.choosesStart();
    for (const [name, note] of [['王芳', '要真丝'], ['王小芳', '下月来']] as const) {
      await phone.open('/customers/new');
      await list.fillNew({ name, phone: '13800000011', note });
      await customer.isShown(name);
    }
    await customer.buy('500', '衬衫');
    await customer.shows('可能和王芳是同一位');
    await frame.isSynced();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    // The parts of the pages that were not opened yet come from the service worker.
    await page.reload();
  });

  await test.step('merged without a network: everything is on one page at once', async () => {
    await phone.goOffline();
    await page.getByRole('link', { name: '比一比' }).click();
    await expect(page.getByRole('heading', { name: '合并 2 条记录' })).toBeVisible();
    // The address follows, so that a reload and "back" stay true.
    await expect(page).toHaveURL(/\/merge\?ids=/);
    await expect(page.getByRole('radiogroup', { name: '留下哪一位' }).getByRole('radio', { name: /王小芳/ })).toBeChecked();
    await expectAccessible(page);
    await picture(page, `merge-${info.project.name}`);
    await page.getByRole('radiogroup', { name: '名称' }).getByRole('radio', { name: /^王芳/ }).check();
    await page.getByRole('button', { name: '合并这 2 条' }).click();
    await customer.isShown('王芳');
    for (const text of ['要真丝', '下月来', '衬衫']) await customer.shows(text);
    await customer.shows('并进来的记录');
    await expectAccessible(page);
    await picture(page, `merged-${info.project.name}`);
    await phone.open('/customers');
    await list.hasCount(1);
    await frame.says(/离线 · 1 项待发/);
  });

  const shop = await device('shop');
  await test.step('another device sees one customer, and parts them again', async () => {
    await phone.goOnline();
    await frame.isSynced();
    await shop.open('/');
    await new SignIn(shop.page).signIn(OWNER.login, OWNER.password);
    await new Frame(shop.page).isSynced();
    await shop.open('/customers');
    await new Customers(shop.page).hasCount(1);
    await new Customers(shop.page).open('王芳');
    const there = new Customer(shop.page);
    for (const text of ['要真丝', '下月来', '衬衫']) await there.shows(text);
    await shop.page.getByRole('button', { name: /^把王芳分出来/ }).click();
    // The name that the merge had taken over goes back, too.
    await there.isShown('王小芳');
    await shop.open('/customers');
    await new Customers(shop.page).hasCount(2);
  });

  await test.step('the first device has two again, each with what was theirs', async () => {
    await list.hasCount(2);
    await list.open('王小芳');
    await customer.shows('下月来');
    await customer.shows('衬衫');
    await expect(page.getByText('要真丝').filter({ visible: true })).toHaveCount(0);
  });
});
