import { expect, type Page } from '@playwright/test';

export interface Owner {
  organisation: string;
  name: string;
  login: string;
  password: string;
}

/** Somebody to set a server up with; the password is long enough for every policy. */
export const OWNER: Owner = {
  organisation: '锦和布行',
  name: '孟锦和',
  login: 'jinhe',
  password: '布行-长一点-2026',
};

/** The first minutes: create the owner account, then choose how to start. */
export class FirstRun {
  constructor(private readonly page: Page) {}

  async isShown(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: '建好店主账号' })).toBeVisible();
  }

  /** Fills the form and sends it; the code is the server's `setupCode`. */
  async createOwner(setupCode: string, owner: Owner = OWNER): Promise<void> {
    await this.page.getByLabel('启动码').fill(setupCode);
    await this.page.getByLabel('店名或公司名').fill(owner.organisation);
    await this.page.getByLabel('你的名字').fill(owner.name);
    await this.page.getByLabel('账号', { exact: true }).fill(owner.login);
    await this.page.getByLabel('密码', { exact: true }).fill(owner.password);
    await this.page.getByRole('button', { name: '建好账号' }).click();
  }

  async choosesStart(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: '先放进几位客户' })).toBeVisible();
  }

  get demo() {
    return this.choice('先用示例数据看看');
  }

  /** Puts the demo base of the usual size in and waits until it is there. */
  async loadDemo(): Promise<void> {
    await this.demo.click();
    await this.page.getByRole('button', { name: '放进示例数据' }).click();
    // The sheet shows the progress and closes itself when all is written and scored.
    await expect(this.page.getByRole('dialog')).toBeHidden({ timeout: 60_000 });
  }

  get import() {
    return this.choice('导入一个文件');
  }

  get one() {
    return this.choice('从一位客户开始');
  }

  /** A choice may be a button or lead to a page of its own. */
  private choice(name: string) {
    return this.page.getByRole('button', { name }).or(this.page.getByRole('link', { name }));
  }
}
