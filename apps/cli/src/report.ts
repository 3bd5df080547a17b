/** The report beside a model file: what the commands know that the library does not. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Classifier, judgeStrangers, type Picture, type Strangers } from '@graftml/vision';
import { decodePictures, lookedAt, readPictures, thumbnails, writeReport } from '@graftml/vision/node';
import type { LabelsReport, Report, ShownPicture, ValuesReport } from '@graftml/vision/report';
import { command } from './command-name.ts';
import type { openBackend } from './device.ts';
import { counter } from './output/bar.ts';
import { listed, percent } from './output/format.ts';
import type { Screen } from './output/screen.ts';
import { printable } from './output/text.ts';
import { showBroken } from './pictures.ts';
import { version } from './version.ts';

/** Where it goes, unless it is told: beside the model. */
export const reportPath = (model: string): string => join(dirname(model), 'report.html');

/** Of the programs that computed. */
export function versions(): Record<string, string> {
  const found = createRequire(createRequire(import.meta.url).resolve('@graftml/backend-onnx'));
  const runtime = (() => {
    try {
      const path = join(dirname(found.resolve('onnxruntime-node')), '../package.json');
      return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
    } catch {
      return undefined;
    }
  })();
  return { graft: version, node: process.version.slice(1), ...(runtime && { 'onnxruntime-node': runtime }) };
}

/** The command line that is running, as it can be pasted. */
export const thisCommand = (): string => command(...process.argv.slice(2));

/** What a classifier says of pictures of nothing that it knows; says it on the screen, too. */
export async function meetStrangers(
  paths: readonly string[],
  classifier: Pick<Classifier, 'model' | 'preprocessing' | 'labels' | 'unsure'>,
  {
    backend,
    signal,
    screen,
  }: { backend: Awaited<ReturnType<typeof openBackend>>; signal: AbortSignal; screen: Screen },
): Promise<Strangers> {
  const reading = counter(screen, 'Strangers', 'pictures');
  const broken: { name: string; reason: string }[] = [];
  let done = 0;
  async function* counted() {
    const onBroken = (picture: { name: string; reason: string }) => void broken.push(picture);
    for await (const picture of decodePictures(paths, classifier.preprocessing, { signal, onBroken })) {
      reading.at(++done);
      yield picture;
    }
  }
  try {
    const found = await judgeStrangers(classifier, { backend, pictures: counted(), of: `in ${listed(paths, 3)}` });
    reading.end();
    if (broken.length > 0) showBroken(broken, screen);
    screen.fact(
      'Unknown',
      `calls ${percent(found.unsure / found.n, 0)} of ${found.n} pictures of something else unsure`,
    );
    return found;
  } finally {
    reading.end();
  }
}

/** What `saveReport` looks at pictures with. */
export interface SaveReportOptions {
  readonly classifier: Pick<Classifier, 'model' | 'preprocessing' | 'labels'>;
  readonly backend: Awaited<ReturnType<typeof openBackend>>;
  readonly signal: AbortSignal;
  readonly screen: Screen;
}

/** How many mistakes a page shows. */
const mostShown = 12;

/** Writes page and data, with the pictures of the mistakes, and of the strangers that were taken for something. */
export async function saveReport(
  path: string,
  report: Report,
  pictures: { readonly judged: readonly Pick<Picture, 'name' | 'read'>[]; readonly strangers?: readonly string[] },
  { classifier, backend, signal, screen }: SaveReportOptions,
): Promise<void> {
  const { mistakes } = report.evaluation;
  const names = new Set(mistakes.slice(0, mostShown).map(({ picture }) => picture));
  const wrong = pictures.judged.filter(({ name }) => names.has(name));
  const shown = new Map<string, ShownPicture>(await lookedAt(classifier, wrong, { backend, signal }));
  const surest = new Set(report.strangers?.surest.map(({ picture }) => picture));
  if (pictures.strangers && surest.size > 0)
    for await (const { name, content } of readPictures(pictures.strangers))
      if (surest.has(name))
        for (const [key, value] of await thumbnails([{ name, read: async () => content }])) shown.set(key, value);
  const { html } = await writeReport(path, report, shown);
  screen.fact('Report', printable(html));
}

/** The same for models of several labels, or of a value. */
export async function saveTargetReport(
  path: string,
  report: LabelsReport | ValuesReport,
  judged: readonly Pick<Picture, 'name' | 'read'>[],
  screen: Screen,
): Promise<void> {
  const names = new Set(report.evaluation.mistakes.slice(0, mostShown).map(({ picture }) => picture));
  const { html } = await writeReport(path, report, await thumbnails(judged.filter(({ name }) => names.has(name))));
  screen.fact('Report', printable(html));
}
