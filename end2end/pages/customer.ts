import { expect, type Page } from '@playwright/test';

/** A customer's page: everything about one person or company, edited in place. */
export class Customer {
  constructor(private readonly page: Page) {}

  async isShown(name: string): Promise<void> {
    await expect(this.page.getByRole('heading', { name })).toBeVisible();
  }

  /** Edits a field in place: tap the value, type, leave. */
  async edit(field: string, value: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${escape(field)}:`) }).click();
    const input = this.page.getByRole('textbox', { name: field });
    await input.fill(value);
    // Leaving the field saves it, whether it has one line or several.
    await input.press('Tab');
    await expect(input).toBeHidden();
  }

  async shows(text: string | RegExp): Promise<void> {
    // The list stays behind the page on a phone, hidden.
    await expect(this.page.getByText(text).filter({ visible: true }).first()).toBeVisible({ timeout: 15_000 });
  }

  async writeNote(text: string): Promise<void> {
    await this.page.getByRole('button', { name: '记一笔' }).first().click();
    const sheet = this.page.getByRole('dialog');
    await sheet.getByLabel('聊了什么').fill(text);
    await sheet.getByRole('button', { name: '存好' }).click();
    await expect(sheet).toBeHidden();
  }

  /** 记消费: an amount in the base's currency and what was bought. */
  async buy(amount: string, what: string): Promise<void> {
    await this.page.getByRole('button', { name: '记消费' }).first().click();
    const sheet = this.page.getByRole('dialog');
    await sheet.getByLabel('金额').fill(amount);
    await sheet.getByLabel('买了什么').fill(what);
    await sheet.getByRole('button', { name: '存好' }).click();
    await expect(sheet).toBeHidden();
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
