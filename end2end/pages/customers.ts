import { expect, type Page } from '@playwright/test';

export interface NewCustomer {
  name: string;
  phone?: string;
  note?: string;
  /** Name of the customer who brought this one. */
  referrer?: string;
}

/** 客户: the list, its search, and the sheet for a new customer. */
export class Customers {
  constructor(private readonly page: Page) {}

  get search() {
    return this.page.getByRole('searchbox').first();
  }

  /** The rows in sight; the list is virtual, so there may be more. */
  get rows() {
    return this.list.getByRole('link').or(this.list.getByRole('row'));
  }

  get list() {
    return this.page.getByLabel(/^客户名单/);
  }

  row(name: string) {
    return this.rows.filter({ hasText: name }).first();
  }

  /** The exact number of customers, which the list's name states. */
  async hasCount(count: number): Promise<void> {
    const words = count.toLocaleString('en-US');
    await expect(this.list).toHaveAccessibleName(new RegExp(`^客户名单，${words} 位`));
  }

  async find(text: string): Promise<void> {
    await this.search.fill(text);
  }

  async open(name: string): Promise<void> {
    await this.row(name).click();
  }

  /** The page of a new customer: fill, save. */
  async fillNew(customer: NewCustomer): Promise<void> {
    const form = this.page.getByRole('main').locator('form');
    await form.getByLabel('姓名或公司').fill(customer.name);
    if (customer.phone !== undefined) await form.getByLabel('电话').fill(customer.phone);
    if (customer.note !== undefined) await form.getByLabel('聊了什么').fill(customer.note);
    if (customer.referrer !== undefined) {
      await form.getByRole('combobox', { name: '谁介绍来的' }).fill(customer.referrer);
      await form.getByRole('option').filter({ hasText: customer.referrer }).first().click();
    }
    await form.getByRole('button', { name: '存好' }).click();
  }
}
