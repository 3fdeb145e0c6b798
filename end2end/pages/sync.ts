import { expect, type Page } from '@playwright/test';

/** 同步: what waits, what is in conflict, and settling it. */
export class Sync {
  constructor(private readonly page: Page) {}

  /** The sheet that settles one conflict. */
  get sheet() {
    return this.page.getByRole('dialog');
  }

  /** Opens the conflict about somebody. */
  async open(name: string): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name: new RegExp(name) }).first().click();
    await expect(this.sheet).toBeVisible();
  }

  /** Two taps: the value, the button that repeats it. */
  async choose(value: string): Promise<void> {
    await this.sheet.locator('label').filter({ hasText: value }).click();
    await this.sheet.getByRole('button', { name: `留下 ${value}` }).click();
    await expect(this.sheet).toBeHidden();
  }
}
