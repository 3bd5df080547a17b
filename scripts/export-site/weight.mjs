// What a first visit costs.
import { gzipSync } from 'node:zlib';
import { rootFrom } from './pages.mjs';

const gzipped = (bytes) => gzipSync(bytes).length;

/** What a page names: its scripts and styles. */
function namedBy(path, html) {
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*>/g)].map(([tag]) => tag);
  const isWanted = (tag) => !tag.includes(' noModule') && /^<script|rel="(stylesheet|preload)"/.test(tag);
  const named = tags.filter(isWanted).flatMap((tag) => / (?:src|href)="([^"]*)"/.exec(tag)?.[1] ?? []);
  return named.map((address) => address.slice(rootFrom(path).length));
}

/**
 * Bytes, gzipped.
 * @returns `first`: the first page with what it names, all that is needed to use it; `program`: what else there is of the program, which
 * comes while that is looked at; `runtime`: ONNX Runtime on WebAssembly and the embedded network, for when something is computed
 */
export function weightOf(files, isRuntime) {
  const first = new Set(['index.html', ...namedBy('index.html', `${files['index.html']}`)]);
  const sum = (paths) => paths.reduce((total, path) => total + gzipped(files[path]), 0);
  const rest = Object.keys(files).filter((path) => path.startsWith('_next/') && !first.has(path));
  return {
    first: sum([...first]),
    program: sum(rest.filter((path) => path.endsWith('.js'))),
    runtime: sum(rest.filter(isRuntime)),
  };
}
