import { expectAccessible } from '../axe';
import { expect, test } from '../fixtures';
import { FirstRun } from '../pages/first_run';

test('what lies over the frame is fetched when first asked for, also without a network', async ({ server, device }, info) => {
  const phone = await device('phone');
  await phone.open('/');
  const first = new FirstRun(phone.page);
  await first.createOwner(server.setupCode);
  await first.choosesStart();
  await phone.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await phone.page.reload();
  await expect.poll(() => phone.page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(true);
  await phone.goOffline();
  await phone.page.reload();
  const { page } = phone;
  await expect(page.getByRole('main').first()).toBeVisible();

  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox');
  await expect(field).toBeFocused();
  await field.pressSequentially('shezhi');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings$/);
  await expect(field).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();

  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog')).toContainText('Ctrl');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  if (info.project.name === 'phone') {
    await page.getByRole('button', { name: '更多' }).click();
    const sheet = page.getByRole('dialog');
    await expect(sheet).toBeVisible();
    await expectAccessible(page);
    await sheet.getByRole('link', { name: '分级' }).click();
    await expect(page.getByRole('heading', { name: '分级' }).filter({ visible: true }).first()).toBeVisible();
    await expect(sheet).toBeHidden();
  }
});
