import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A stand-in for the app, so that the harness can be tested without it. */
export interface TinyServer {
  url: string;
  /** Bodies posted to /note, in order of arrival. */
  notes: string[];
  stop(): Promise<void>;
}

const PAGE = `<!doctype html><html lang="zh-CN"><head><title>小页</title></head>
<body><main><h1>小页</h1><button>记一笔</button></main></body></html>`;

const WORKER = `
self.addEventListener('install', (event) => event.waitUntil(
  caches.open('shell').then((cache) => cache.add('/')).then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.respondWith(caches.match('/'));
});
self.addEventListener('message', (event) => event.waitUntil(
  fetch('/text', { cache: 'no-store' }).then((r) => r.text(), () => 'refused').then((t) => event.source.postMessage(t))));
`;

export async function startTinyServer(): Promise<TinyServer> {
  const notes: string[] = [];
  const sockets = new Set<Duplex>();
  const server = http.createServer((request, response) => {
    const answer = (type: string, body: string | Buffer): void => {
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    };
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        notes.push(body);
        answer('text/plain', 'stored');
      });
    } else if (request.url === '/sw.js') answer('text/javascript', WORKER);
    else if (request.url === '/text') answer('text/plain', 'hello');
    else if (request.url === '/big') answer('application/octet-stream', Buffer.alloc(200_000, 7));
    else answer('text/html; charset=utf-8', PAGE);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    notes,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
