// The network the other tests break: proves that broken means broken and restored means restored.
import { test as base, expect } from '../../fixtures';
import { Proxy } from '../../proxy';
import { startTinyServer, type TinyServer } from './tiny_server';

const test = base.extend<{ tiny: TinyServer; network: Proxy }>({
  tiny: async ({}, use) => {
    const tiny = await startTinyServer();
    await use(tiny);
    await tiny.stop();
  },
  network: async ({ tiny }, use) => {
    const proxy = await Proxy.start(tiny.url);
    await use(proxy);
    await proxy.stop();
  },
});

test('relays requests and answers unchanged', async ({ network: proxy }) => {
  const body = new Uint8Array(await (await fetch(`${proxy.origin()}/big`)).arrayBuffer());
  expect(body.length).toBe(200_000);
  expect(body.every((byte) => byte === 7)).toBe(true);
});

test('cut refuses new connections and resets open ones; restore serves the same origin', async ({ network: proxy }) => {
  const origin = proxy.origin();
  proxy.slow({ latencyMs: 5_000 });
  const waiting = fetch(`${origin}/text`).then(
    () => 'answered',
    () => 'failed',
  );
  await expect.poll(() => proxy.openLinks).toBe(1);
  await proxy.cut();
  expect(await waiting).toBe('failed');
  expect(proxy.openLinks).toBe(0);
  await expect(fetch(`${origin}/text`)).rejects.toThrow();

  await proxy.restore();
  expect(proxy.origin()).toBe(origin);
  const started = Date.now();
  expect(await (await fetch(`${origin}/text`)).text()).toBe('hello');
  expect(Date.now() - started).toBeLessThan(2_000);
});

test('slow delays by the latency and keeps to the throughput', async ({ network: proxy }) => {
  proxy.slow({ latencyMs: 150, bytesPerSecond: 400_000 });
  const started = Date.now();
  const body = await (await fetch(`${proxy.origin()}/big`)).arrayBuffer();
  const took = Date.now() - started;
  expect(body.byteLength).toBe(200_000);
  // 150 ms up, 150 ms down, 500 ms for the bytes.
  expect(took).toBeGreaterThanOrEqual(750);
  expect(took).toBeLessThan(3_000);
});

test('one-way up delivers the request and swallows the answer', async ({ network: proxy, tiny }) => {
  proxy.oneWay('up');
  const answer = fetch(`${proxy.origin()}/note`, { method: 'POST', body: 'paid', signal: AbortSignal.timeout(1_500) });
  const failed = expect(answer).rejects.toThrow();
  await expect.poll(() => tiny.notes).toEqual(['paid']);
  await failed;

  await proxy.restore();
  const again = await fetch(`${proxy.origin()}/note`, { method: 'POST', body: 'again' });
  expect(await again.text()).toBe('stored');
  expect(tiny.notes).toEqual(['paid', 'again']);
});

test('one-way down never lets the request out', async ({ network: proxy, tiny }) => {
  proxy.oneWay('down');
  const answer = fetch(`${proxy.origin()}/note`, { method: 'POST', body: 'lost', signal: AbortSignal.timeout(800) });
  await expect(answer).rejects.toThrow();
  expect(tiny.notes).toEqual([]);
});
