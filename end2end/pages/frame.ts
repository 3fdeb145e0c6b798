import { expect, type Page } from '@playwright/test';

/** What is around every page: navigation and the status line. */
export class Frame {
  constructor(private readonly page: Page) {}

  /** Goes to a page by its name in the navigation, for example 客户. */
  async go(name: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name, exact: false }).first().click();
  }

  /** The line that says whether work is safe: 已同步, 3 项待发, 离线, … It leads to the sync page. */
  get statusLine() {
    return this.page.locator('a[href="/sync"][data-tone]');
  }

  async says(words: string | RegExp): Promise<void> {
    await expect(this.statusLine).toContainText(words);
  }

  /** Everything this device had to send is with the server. */
  async isSynced(): Promise<void> {
    await expect(this.statusLine).toContainText('已同步', { timeout: 20_000 });
  }
}
