/** A report as one HTML file: nothing is fetched, and it can be read without a network, on a phone, on paper. */
import { UsageError } from '@graftml/core';
import { aboutClasses } from './about-classes.ts';
import { aboutLabels } from './about-labels.ts';
import { aboutValues } from './about-values.ts';
import type { AnyReport } from './report.ts';
import { dataSection, learningSection } from './sections/data.ts';
import { repeatSection } from './sections/repeat.ts';
import type { Section } from './sections/section.ts';
import { style } from './style.ts';
import { type Html, html, raw } from './text.ts';

/** A picture as the page shows it, as `data:image/…` URLs. */
export interface ShownPicture {
  readonly picture: string;
  /** The same with what the classifier looked at, if that is known. */
  readonly overlay?: string;
}

/** Options of `reportPage`. */
export interface ReportPageOptions {
  /** By the name that the report has of them; a mistake without one is told without a picture. */
  readonly pictures?: ReadonlyMap<string, ShownPicture>;
}

/** The text of the file. @throws UsageError for a picture that is no `data:image/…` URL */
export function reportPage(report: AnyReport, { pictures = new Map() }: ReportPageOptions = {}): string {
  for (const [name, { picture, overlay = picture }] of pictures)
    if (![picture, overlay].every((url) => /^data:image\/[a-z+]+[;,]/.test(url)))
      throw new UsageError('is no picture that a page can hold in itself', {
        where: name,
        expected: 'data:image/jpeg;base64,…',
        received: picture.slice(0, 40),
      });
  const { title, verdict, sections: all } = contentsOf(report, pictures);
  const sections = [...all, dataSection(report), learningSection(report), repeatSection(report)].filter(
    (section) => section !== undefined,
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${report.model.file}: how good it is</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<header>
<h1>${report.model.file} · ${title}</h1>
${verdict}
</header>
<nav>${sections.map(({ id, name }) => html`<a href="#${id}">${name}</a>`)}</nav>
${sections.map(({ id, title, body }) => html`<section id="${id}">\n<h2>${title}</h2>\n${body}\n</section>\n`)}
<footer>Made by Graft on ${report.made.slice(0, 10)}. The same as data is in the .json file beside this page.</footer>
</main>
</body>
</html>
`.html;
}

/** What a page says of one kind of model before what it says of all. */
export interface Contents {
  /** Behind the name of the file: what it tells apart. */
  readonly title: string;
  /** The answer first. */
  readonly verdict: Html;
  readonly sections: readonly (Section | undefined)[];
}

function contentsOf(report: AnyReport, pictures: ReadonlyMap<string, ShownPicture>): Contents {
  if (report.kind === 'labels') return aboutLabels(report, pictures);
  return report.kind === 'values' ? aboutValues(report, pictures) : aboutClasses(report, pictures);
}
