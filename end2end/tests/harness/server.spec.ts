// How the other tests start, stop and lose a server: proved with a stand-in, without the app.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '../../fixtures';
import { JipanServer } from '../../server';

// The fixture itself is under test as well, so the stand-in takes the place of the binary before it starts.
const test = base.extend<{ standIn: void }>({
  standIn: [
    async ({}, use) => {
      const before = { bin: process.env['JIPAN_BIN'], site: process.env['JIPAN_SITE'] };
      process.env['JIPAN_BIN'] = fileURLToPath(new URL('./stand_in.mjs', import.meta.url));
      process.env['JIPAN_SITE'] = '/site';
      await use();
      for (const [name, value] of [['JIPAN_BIN', before.bin], ['JIPAN_SITE', before.site]] as const) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    },
    { auto: true },
  ],
});
test.use({ serverOptions: { env: { STAND_IN_ZONE: 'Asia/Shanghai' } } });

const ask = async (url: string): Promise<string> => (await fetch(url)).text();

test('a server tells its address and set-up code, and comes back at the same address with its data', async ({}) => {
  const server = await JipanServer.start();
  try {
    const url = server.url;
    expect(server.setupCode).toBe('4711');
    expect(await ask(url)).toBe('1');
    await server.restart();
    expect(server.url).toBe(url);
    expect(server.setupCode).toBe('');
    expect(await ask(url)).toBe('2');
    await server.kill();
    await expect(ask(url)).rejects.toThrow();
    await server.restart();
    expect(await ask(url)).toBe('3');
    const log = await server.log();
    expect(log).toContain(`start 1 of /site at ${url}`);
    expect(log).toContain('start 3');
    expect(log.match(/stopped in order/g)).toHaveLength(1);
  } finally {
    await server.dispose();
  }
  expect(existsSync(server.folder)).toBe(false);
});

test('a server that cannot start is reported with what it said', async ({}) => {
  const starting = JipanServer.start({ args: ['--fail'] });
  await expect(starting).rejects.toThrow(/ended with 3 .*belongs to another server/s);
});

let first: string;

test('the tests of a file share a server', async ({ server, device }) => {
  first = server.url;
  expect(await server.log()).toContain('zone Asia/Shanghai');
  const phone = await device('phone');
  await phone.open('/');
  await expect(phone.page.locator('body')).toHaveText('1');
});

test('and find it again in the next test', async ({ server }) => {
  expect(server.url).toBe(first);
});

test.describe('a test that asks for its own server', () => {
  test.use({ serverPer: 'test' });

  test('gets another one', async ({ server }) => {
    expect(server.url).not.toBe(first);
    expect(await ask(server.url)).toBe('1');
  });
});
