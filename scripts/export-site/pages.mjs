// Pages that Next made for the root of a host, made to lie under any path, with a policy of their own.
import { createHash } from 'node:crypto';

const digest = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The way from a page to the root of the site. @param path of the page's file, as `learn/softmax/index.html` */
export const rootFrom = (path) => '../'.repeat(path.split('/').length - 1) || './';

/** Every address that begins at the root of the host, in tags and in what React reads, begins at the site's. */
function relative(html, root) {
  const moved = html
    .replaceAll('/@site/', root)
    .replaceAll(/(\\?")\/(_next\/|icon\.svg)/g, (_, quote, rest) => `${quote}${root}${rest}`);
  const left = /(?:src|href)\\?"?[=:]\\?"\/[^"]*/.exec(moved);
  if (left) throw new Error(`a link to the root of the host: ${left[0]}`);
  return moved;
}

/** The head that Next does not know of. */
const head = (root, version) =>
  [
    `<script>globalThis.graftSite="${root}";globalThis.TURBOPACK_CHUNK_BASE_PATH="${root}_next/"</script>`,
    `<script src="${root}boot.js" data-version="${version}" async></script>`,
    `<link rel="manifest" href="${root}manifest.webmanifest">`,
    `<link rel="apple-touch-icon" href="${root}icons/180.png">`,
  ].join('');

/**
 * @param version of the site
 * @param policy what its pages may do but for scripts: see `@graftml/studio/guard`
 * @param hosts whom they may ask
 */
export function exportedPage(html, path, { version, policy, hosts }) {
  const root = rootFrom(path);
  const [, before, after] = /^(.*?<head><meta charSet="utf-8"\/>)(.*)$/s.exec(relative(html, root)) ?? [];
  if (after === undefined) throw new Error(`${path}: its head begins in another way`);
  const rest = head(root, version) + after;
  const inline = [...rest.matchAll(/<script(?![^>]* src=)[^>]*>(.*?)<\/script>/gs)].map(([, text]) => digest(text));
  const rules = [
    ...policy,
    `script-src 'self' 'wasm-unsafe-eval' ${[...new Set(inline)].join(' ')}`,
    "style-src 'self'",
    ['connect-src', "'self'", ...hosts].join(' '),
  ].join('; ');
  return `${before}<meta http-equiv="Content-Security-Policy" content="${rules}">${rest}`;
}
