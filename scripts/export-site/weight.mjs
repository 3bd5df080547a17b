// What a first visit costs.
import { gzipSync } from 'node:zlib';
import { rootFrom } from './pages.mjs';

/** Bytes, gzipped, of a page with the scripts and styles that it names: all that is there before anything is pressed, but for the lab and its runtime. */
export function firstLoad(path, files) {
  const html = `${files[path]}`;
  const root = rootFrom(path);
  const tags = [...html.matchAll(/<(script|link)\b[^>]*>/g)].map(([tag]) => tag);
  const wanted = tags.filter(
    (tag) => !/ noModule/.test(tag) && (/^<script/.test(tag) || /rel="(stylesheet|preload)"/.test(tag)),
  );
  const named = wanted.flatMap((tag) => / (?:src|href)="([^"]*)"/.exec(tag)?.[1] ?? []);
  const paths = new Set([path, ...named.map((address) => address.slice(root.length))]);
  return [...paths].reduce((sum, name) => sum + gzipSync(files[name]).length, 0);
}
