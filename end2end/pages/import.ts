import { expect, type Page } from '@playwright/test';

/** 导入: choose a file, check the columns, try, import, read the report. */
export class Import {
  constructor(private readonly page: Page) {}

  async choose(path: string): Promise<void> {
    await this.page.locator('input[type="file"]').setInputFiles(path);
    await expect(this.page.getByRole('heading', { name: '每一列是什么' })).toBeVisible({ timeout: 60_000 });
  }

  /** What a column of the file goes to. */
  column(name: string) {
    return this.page.getByRole('combobox', { name: `“${name}”放到` });
  }

  /** A trial that writes nothing. */
  async tryIt(): Promise<void> {
    await this.page.getByRole('button', { name: '先试跑' }).click();
    await expect(this.page.getByRole('heading', { name: '试跑的结果，什么都没存' })).toBeVisible({ timeout: 120_000 });
  }

  /** Imports what the trial showed. */
  async start(): Promise<void> {
    await this.page.getByRole('button', { name: /^导入这 [\d,]+ 行$/ }).click();
    await expect(this.page.getByRole('heading', { name: /^导入好了/ })).toBeVisible({ timeout: 300_000 });
  }

  /** The report has a count with these words: `541,909 读到的行`. */
  async reports(count: string, words: string): Promise<void> {
    await expect(this.page.getByRole('listitem').filter({ hasText: new RegExp(`^\\s*${count}\\s*${words}\\s*$`) })).toBeVisible();
  }

  /** A line of the check of sums. */
  sum(name: string) {
    return this.page.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]');
  }
}
