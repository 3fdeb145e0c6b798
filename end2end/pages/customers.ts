import { expect, type Page } from '@playwright/test';

export interface NewCustomer {
  name: string;
  phone?: string;
  note?: string;
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

  /** Three taps: new, type, save. */
  async add(customer: NewCustomer): Promise<void> {
    await this.page.getByRole('button', { name: /^(新客户|记一笔|记下第一位)$/ }).first().click();
    const sheet = this.page.getByRole('dialog');
    await sheet.getByLabel('姓名或公司').fill(customer.name);
    if (customer.phone !== undefined) await sheet.getByLabel('电话').fill(customer.phone);
    if (customer.note !== undefined) await sheet.getByLabel('聊了什么').fill(customer.note);
    await sheet.getByRole('button', { name: '存好' }).click();
    await expect(sheet).toBeHidden();
  }
}
