/** Explanations as a page of HTML that needs nothing beside it. */
import { heatColour } from './overlay.ts';

/** A picture as an address that a browser can show: a data URL, or a file beside the page. */
export interface Shown {
  readonly src: string;
  /** One line below it. */
  readonly caption?: string;
}

/** One picture on the page. */
export interface PageEntry {
  readonly name: string;
  readonly picture: Shown;
  readonly overlay: Shown;
  /** The most probable classes, the best first. */
  readonly guesses: readonly { readonly label: string; readonly probability: number }[];
  /** The class that is shown, where it is not the first guess. */
  readonly explained?: string;
  /** The pictures that it has learnt from and that look most alike to it. */
  readonly neighbours?: readonly Shown[];
}

/** What the page says at its head. */
export interface PageOptions {
  readonly title: string;
  /** Sentences below it, each a paragraph. */
  readonly notes?: readonly string[];
}

/** The page as text. */
export const explanationPage = (
  entries: readonly PageEntry[],
  { title, notes = [] }: PageOptions,
): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
<h1>${escaped(title)}</h1>
${notes.map((note) => `<p>${escaped(note)}</p>\n`).join('')}<p class="scale"><span>says nothing for it</span><i></i><span>says the most</span></p>
<main>
${entries.map(article).join('\n')}
</main>
</html>
`;

function article({ name, picture, overlay, guesses, explained, neighbours = [] }: PageEntry): string {
  const rows = guesses.map(
    ({ label, probability }) =>
      `<tr><th>${escaped(label)}</th><td><b style="width:${(probability * 100).toFixed(1)}%"></b></td><td>${percent(probability)}</td></tr>`,
  );
  const why = explained === undefined ? '' : `<p>what speaks for <strong>${escaped(explained)}</strong></p>`;
  const nearest = `<h3>Most alike of the labelled pictures</h3><div class="near">${neighbours.map((one) => figure(one, name)).join('')}</div>`;
  return `<article><h2>${escaped(name)}</h2>
<div class="pair">${figure(picture, name)}${figure(overlay, `${name}: where it looks`)}</div>
${why}<table>${rows.join('')}</table>${neighbours.length > 0 ? nearest : ''}</article>`;
}

const figure = ({ src, caption }: Shown, alt: string): string =>
  `<figure><img src="${escaped(src)}" alt="${escaped(alt)}">${caption === undefined ? '' : `<figcaption>${escaped(caption)}</figcaption>`}</figure>`;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const gradient = [0, 0.25, 0.5, 0.75, 1].map((heat) => `rgb(${heatColour(heat)})`).join(',');

const style = `
body{font:15px/1.45 system-ui,sans-serif;color:#222;background:#f4f4f5;margin:24px auto;max-width:1240px;padding:0 16px}
h1{font-size:22px;margin:0 0 8px}h2{font-size:14px;font-weight:600;margin:0 0 8px;overflow-wrap:anywhere}h3{font-size:13px;font-weight:600;margin:12px 0 6px}
p{margin:4px 0;color:#555;max-width:75ch}main{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,420px),1fr));gap:16px;margin-top:16px}
article{background:#fff;border:1px solid #ddd;border-radius:8px;padding:12px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:8px}figure{margin:0}.pair img{width:100%;height:220px;object-fit:contain;background:#eee;border-radius:4px;display:block}
table{width:100%;border-collapse:collapse;margin-top:8px;font-size:13px}th{text-align:left;font-weight:400;width:55%;padding:1px 8px 1px 0;overflow-wrap:anywhere}tr:first-child th{font-weight:600}
td:last-child{text-align:right;white-space:nowrap;padding-left:8px;width:4em}td b{display:block;height:8px;background:#5e1c8a;border-radius:2px;min-width:1px}
.near{display:flex;flex-wrap:wrap;gap:8px}.near img{height:96px;width:96px;object-fit:cover;border-radius:4px;display:block}figcaption{font-size:12px;color:#555;max-width:96px;overflow-wrap:anywhere}
.pair figcaption{max-width:none}.scale{display:flex;gap:8px;align-items:center;font-size:13px}.scale i{width:180px;height:10px;border-radius:5px;background:linear-gradient(90deg,${gradient})}
`;
