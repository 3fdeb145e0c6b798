// The service worker of one build. The server fills in the three constants when it starts.
//
// Promises: a tab keeps the files of the build it was opened with; nothing takes over until a person says so
// (SKIP_WAITING); nothing of the server's own (data, health, certificate page) is ever touched.
"use strict";

const BUILD = "{{build}}";
/** @type {Array<{url: string, integrity: string}>} */
const PRECACHE = "{{precache}}";
const SERVER_PATHS = "{{server_paths}}";

const PREFIX = "jipan-";
const CACHE = PREFIX + BUILD;
const SHELL = "/app-shell";
const PRECACHED = new Set(PRECACHE.map(({ url }) => url));

const isServerPath = (path) =>
  SERVER_PATHS.some((prefix) =>
    prefix.endsWith("/") ? path.startsWith(prefix) : path === prefix || path.startsWith(prefix + "/"),
  );

// Whole or not at all: a file that does not match its hash (the server was updated in between) fails the
// installation, and the browser tries again later.
async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    PRECACHE.map(async ({ url, integrity }) => {
      const hashed = url.startsWith("/pkg/");
      const request = new Request(url, { integrity, cache: hashed ? "default" : "no-cache", credentials: "same-origin" });
      const response = await fetch(request);
      if (!response.ok) throw new Error(`${url}: ${response.status}`);
      await cache.put(url, response);
    }),
  );
}

// The build before this one stays until the next activation: another tab may still run it and fetch its parts.
async function activate() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromCache(key, request) {
  const own = await (await caches.open(CACHE)).match(key);
  return own ?? (await caches.match(key)) ?? fetch(request);
}

// A shell that is missing (storage cleared by the browser) comes from the network and is not stored: it may belong
// to another build than the files in this cache.
const navigate = (request) => fromCache(SHELL, request);

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || request.headers.has("range")) return;
  const path = url.pathname;
  if (PRECACHED.has(path) || path.startsWith("/pkg/")) {
    event.respondWith(fromCache(path, request));
  } else if (request.mode === "navigate" && !isServerPath(path)) {
    event.respondWith(navigate(request));
  }
});
