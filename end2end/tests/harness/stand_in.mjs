#!/usr/bin/env node
// Behaves as `jipan serve` does at its edges, so that starting, stopping and logging can be tested without the app.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';

const option = (name) => process.argv[process.argv.indexOf(name) + 1];
if (process.argv.includes('--fail')) {
  console.error('error: the data directory belongs to another server');
  process.exit(3);
}
const data = option('--data');
mkdirSync(data, { recursive: true });
const counter = join(data, 'starts');
const starts = existsSync(counter) ? Number(readFileSync(counter, 'utf8')) + 1 : 1;
writeFileSync(counter, String(starts));

const [host, port] = option('--listen').split(':');
const server = http.createServer((request, response) => {
  response.writeHead(request.url === '/broken' ? 500 : 200).end(String(starts));
});
server.listen(Number(port), host, () => {
  const url = `http://${host}:${server.address().port}`;
  console.log(`start ${starts} of ${option('--site')} at ${url}, zone ${process.env.STAND_IN_ZONE ?? 'none'}`);
  const ready = option('--ready-file');
  writeFileSync(`${ready}.new`, JSON.stringify({ url, setup_code: starts === 1 ? '4711' : null }));
  renameSync(`${ready}.new`, ready);
});
process.on('SIGTERM', () => {
  console.log('stopped in order');
  process.exit(0);
});
