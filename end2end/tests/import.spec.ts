import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expectAccessible } from '../axe';
import { expect, test } from '../fixtures';
import { Customer } from '../pages/customer';
import { Customers } from '../pages/customers';
import { FirstRun } from '../pages/first_run';
import { Frame } from '../pages/frame';
import { Import } from '../pages/import';

/** The public Online Retail file (UCI 352) as CSV; the folder comes with the machine, not with the project. */
const RETAIL = join(process.env['JIPAN_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data'), 'retail/online_retail.csv.gz');

test.use({ serverPer: 'test' });

test('a file with mistakes: the good rows come in, the others are named', async ({ server, device, picture }, info) => {
  const desk = await device('desk');
  await desk.open('/');
  await new FirstRun(desk.page).createOwner(server.setupCode);
  await new FirstRun(desk.page).choosesStart();
  const folder = await mkdtemp(join(tmpdir(), 'jipan-import-'));
  const file = join(folder, '客户.csv');
  const rows = ['编号,姓名,手机,生日', 'K1,谭静芬,13800000001,1980-02-30', 'K2,白丽华,13800000002,1975-03-08', 'K2,白丽华,,', 'K3,,13800000003,'];
  await writeFile(file, rows.join('\r\n'));

  await desk.open('/import');
  const page = new Import(desk.page);
  await page.choose(file);
  await page.tryIt();
  await expectAccessible(desk.page);
  await picture(desk.page, `import-trial-${info.project.name}`);
  await page.reports('2', '没进来的行');
  await expect(desk.page.getByRole('row', { name: '不是有效的日期 1' })).toBeVisible();
  await page.start();
  await desk.open('/customers');
  await new Customers(desk.page).hasCount(2);
  await new Customers(desk.page).open('白丽华');
  await new Customer(desk.page).isShown('白丽华');
});

test('the Online Retail file, to its sums', async ({ server, device, picture }, info) => {
  test.skip(!existsSync(RETAIL), 'the reference data is not on this machine');
  test.skip(info.project.name !== 'laptop', 'once is enough');
  test.setTimeout(600_000);
  const desk = await device('desk');
  await desk.open('/');
  await new FirstRun(desk.page).createOwner(server.setupCode);
  await new FirstRun(desk.page).choosesStart();
  await new FirstRun(desk.page).import.click();

  const page = new Import(desk.page);
  await page.choose(RETAIL);
  await desk.page.getByRole('combobox', { name: '金额的货币' }).selectOption('GBP');
  await page.tryIt();
  await page.reports('541,909', '读到的行');
  await page.start();
  await page.reports('541,909', '读到的行');
  await page.reports('4,372', '新客户');
  await page.reports('135,080', '没有客户的行');
  await expect(page.sum('文件里的精确合计')).toHaveText('9,747,747.934 GBP');
  await picture(desk.page, `import-retail-${info.project.name}`);

  await desk.open('/customers');
  await new Customers(desk.page).hasCount(4372);
  await new Frame(desk.page).isSynced();
  await picture(desk.page, `retail-list-${info.project.name}`);
});
