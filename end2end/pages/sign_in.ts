import { expect, type Page } from '@playwright/test';

/** 登录: an account and its password; needs the network once per device. */
export class SignIn {
  constructor(private readonly page: Page) {}

  get login() {
    return this.page.getByLabel('账号', { exact: true });
  }

  get password() {
    return this.page.getByLabel('密码', { exact: true });
  }

  get submit() {
    return this.page.getByRole('button', { name: '登录', exact: true });
  }

  /** What is shown after a refusal. */
  get refusal() {
    return this.page.getByText('账号或密码不对');
  }

  async isShown(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: '登录' })).toBeVisible();
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.login.fill(login);
    await this.password.fill(password);
    await this.submit.click();
  }
}
