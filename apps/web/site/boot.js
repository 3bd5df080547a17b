// The first script of every page of a static site: keeps the site in this browser by a service worker, which also lets it use threads.
// Where there can be none, by plain http or in some private windows, the site works all the same, with one thread and a connection.
(() => {
  const { version } = document.currentScript.dataset;
  const root = new URL(globalThis.graftSite, document.baseURI);
  if (root.protocol === 'file:') {
    const words = [
      'A browser runs this only from a web server: node scripts/serve-site.mjs',
      '浏览器只能从网站服务器运行它：node scripts/serve-site.mjs',
    ];
    addEventListener('DOMContentLoaded', () => document.body.replaceChildren(words.join(' · ')));
    return;
  }
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;

  /** Only a page that came through the worker may use threads. Once, and not when somebody has begun. */
  function comeAgain() {
    if (crossOriginIsolated || navigator.userActivation?.hasBeenActive) return;
    try {
      if (sessionStorage.getItem('graft-came-again')) return;
      sessionStorage.setItem('graft-came-again', version);
    } catch {
      return;
    }
    location.reload();
  }

  /** The runtime is large: it is fetched when nothing else is to do, if the person does not pay for it; that of a GPU, when it is used. */
  function fetchTheRest(worker) {
    if (navigator.connection?.saveData) return;
    const later = globalThis.requestIdleCallback ?? ((call) => setTimeout(call, 2000));
    later(() => worker.postMessage({ fetch: ['wasm'] }));
  }

  function onActive(worker) {
    const isOurs = serviceWorker.controller !== null;
    if (!isOurs) {
      serviceWorker.addEventListener('controllerchange', comeAgain, { once: true });
      worker.postMessage({ take: version });
    }
    fetchTheRest(worker);
  }

  addEventListener('load', async () => {
    try {
      await serviceWorker.register(new URL('sw.js', root), { scope: root, updateViaCache: 'none' });
      const { active } = await serviceWorker.ready;
      if (active.state === 'activated') onActive(active);
      else active.addEventListener('statechange', () => active.state === 'activated' && onActive(active));
    } catch {
      // Without it, then.
    }
  });
})();
