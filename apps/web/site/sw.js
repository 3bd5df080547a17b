// The service worker of a static site. It keeps the site's files, so that it works without a connection after the first visit, and
// adds the headers with which a page may use threads, which not every host can send.
//
// Files of one version stay together: a new version is fetched whole and checked while the old one serves on; it takes over when no
// page of the old one is open. `site` stands before this text: `scripts/export-site` writes it.
/* global site */

const scope = new URL(self.registration.scope);
const prefix = `graft-site ${scope.pathname} `;
const cacheName = prefix + site.version;
const addressOf = (path) => new URL(path, scope).href;

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

/** For hosts that do not know them. */
const types = { mjs: 'text/javascript', wasm: 'application/wasm', webmanifest: 'application/manifest+json' };

/** A file as it was when the site was made, or an error. */
async function fetchFile(path) {
  const { integrity } = site.files[path];
  const response = await fetch(addressOf(path), { integrity, cache: 'no-cache' });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  return response;
}

/** Fetches the files of a group that are not kept yet. */
async function keep(group) {
  const cache = await caches.open(cacheName);
  const paths = Object.keys(site.files).filter((path) => site.files[path].group === group);
  await Promise.all(
    paths.map(async (path) => {
      if (!(await cache.match(addressOf(path)))) await cache.put(addressOf(path), await fetchFile(path));
    }),
  );
}

self.addEventListener('install', (event) => {
  if (!self.registration.active) self.skipWaiting();
  event.waitUntil(keep('core'));
});

self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith(prefix) && name !== cacheName;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

self.addEventListener('message', (event) => {
  const { take, fetch: groups = [] } = event.data;
  // A page of another version goes on without.
  if (take === site.version) event.waitUntil(self.clients.claim());
  // What does not come now is fetched when it is asked for.
  event.waitUntil(Promise.all(groups.map((group) => keep(group).catch(() => {}))));
});

/** As it may be used by a page with threads. */
function isolated(response, path) {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value);
  const type = types[path.slice(path.lastIndexOf('.') + 1)];
  if (type) headers.set('Content-Type', type);
  // Pages have theirs in themselves.
  if (!path.endsWith('.html')) headers.set('Content-Security-Policy', site.policy);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

async function answer(path) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(addressOf(path));
  if (kept) return isolated(kept, path);
  const response = await fetchFile(path);
  const copy = response.clone();
  cache.put(addressOf(path), copy).catch(() => {}); // A full disk: then it is fetched again.
  return isolated(response, path);
}

self.addEventListener('fetch', (event) => {
  const { method, url: address } = event.request;
  const url = new URL(address);
  if (method !== 'GET' || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  const path = decodeURI(url.pathname.slice(scope.pathname.length));
  const index = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  if (index in site.files) event.respondWith(answer(index));
  // Links of a page lead elsewhere without the slash.
  else if (`${path}/index.html` in site.files)
    event.respondWith(Response.redirect(`${url.origin}${url.pathname}/${url.search}`));
});
