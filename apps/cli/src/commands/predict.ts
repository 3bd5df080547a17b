/** `graft predict` */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { DataError, UsageError } from '@graftml/core';
import { type Classified, classify, type SeveralLabels, tellsValue } from '@graftml/vision';
import { type BrokenPicture, createFile, decodePictures, type FileWriter, openOnnx } from '@graftml/vision/node';
import { stringify } from 'csv-stringify/sync';
import { type DeviceOptions, openBackend } from '../device.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { type ClassifierRequest, namedClassifier } from '../named-classifier.ts';
import { counter } from '../output/bar.ts';
import { count, counted, duration, percent } from '../output/format.ts';
import { createScreen, type Screen } from '../output/screen.ts';
import { clipped, columnsOf, printable } from '../output/text.ts';
import { picturePlaces } from '../picture-places.ts';
import { refuseOptions } from '../target-model.ts';

export interface PredictRequest extends DeviceOptions, ClassifierRequest {
  readonly pictures: readonly string[];
  /** How many classes to tell of each picture, the most probable first; 1 if absent. */
  readonly top?: number;
  readonly batchSize?: number;
  /** Below which probability it is unsure; what the model says unless given. */
  readonly unsure?: number | 'off';
}

export interface Guess {
  readonly label: string;
  readonly probability: number;
}

export interface PredictionSummary {
  readonly pictures: number;
  readonly broken: number;
  readonly seconds: number;
}

/** What is done with each picture, in their order. */
export interface Receiver {
  /** Called once, before any picture. */
  begin(labels: readonly string[], mayBeUnsure: boolean, several: boolean): void | Promise<void>;
  /** @param told where several labels may be right: those that are, of which `guesses` may show fewer or more */
  picture(name: string, guesses: readonly Guess[], unsure: boolean, told?: readonly string[]): void | Promise<void>;
  broken(picture: BrokenPicture): void;
}

/** Streams the pictures through the model. @throws DataError if none of them can be read */
export async function predictPictures(
  { pictures: named, top, batchSize, unsure: below, ...request }: PredictRequest,
  receiver: Receiver,
  signal: AbortSignal,
): Promise<PredictionSummary> {
  const broken: BrokenPicture[] = [];
  const onBroken = (picture: BrokenPicture) => {
    broken.push(picture);
    receiver.broken(picture);
  };
  const paths = await picturePlaces(named, onBroken);
  const backend = await openBackend(request);
  const began = performance.now();
  let done = 0;
  try {
    const classifier = await namedClassifier(request, { backend, pictures: paths }, signal);
    const { labels, preprocessing } = classifier;
    if (top !== undefined && top > labels.length)
      throw new UsageError('is more than there are classes', {
        where: '--top',
        expected: `1 to ${labels.length}`,
        received: `${top}`,
      });
    if (classifier.several) refuseOptions('labels', { '--unsure': below });
    await receiver.begin(
      labels,
      (below ?? classifier.unsure?.threshold ?? 'off') !== 'off',
      classifier.several !== undefined,
    );
    const pictures = decodePictures(paths, preprocessing, { signal, onBroken });
    for await (const { name, probabilities, unsure } of classify(classifier, {
      backend,
      pictures,
      ...(batchSize && { batchSize }),
      ...(below !== undefined && { unsure: below }),
    })) {
      const all = best(labels, probabilities, labels.length);
      const told = classifier.several && toldOf(classifier.several, labels, all);
      await receiver.picture(
        name,
        told && top === undefined ? told : all.slice(0, top ?? 1),
        unsure,
        told?.map(({ label }) => label),
      );
      done++;
    }
  } finally {
    await backend.dispose();
  }
  if (done === 0)
    throw new DataError(
      broken.length === 1 ? 'cannot be read as a picture' : `none of the ${broken.length} pictures can be read`,
      {
        where: broken[0]!.name,
        received: broken[0]!.reason,
      },
    );
  return { pictures: done, broken: broken.length, seconds: (performance.now() - began) / 1000 };
}

/** The labels that are told, the most probable first. */
const toldOf = ({ thresholds }: SeveralLabels, labels: readonly string[], all: readonly Guess[]): Guess[] =>
  all.filter(({ label, probability }) => probability >= thresholds[labels.indexOf(label)]!);

function best(labels: readonly string[], probabilities: Classified['probabilities'], top: number): Guess[] {
  return labels
    .map((label, i) => ({ label, probability: probabilities[i]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, top);
}

export async function predict(
  request: PredictRequest,
  { json, csv }: { readonly json: boolean; readonly csv?: string },
): Promise<number> {
  const screen = createScreen(process.stderr);
  const interrupt = listenForInterrupt(screen, 'Stopping');
  try {
    if (await isRegressor(request.model)) {
      const { predictValues } = await import('./predict-values.ts');
      await predictValues(request, { json, ...(csv !== undefined && { csv }) }, screen, interrupt.signal);
      return 0;
    }
    if (csv !== undefined) {
      const summary = await predictToCsv(request, csv, screen, interrupt.signal);
      screen.fact('Saved', `${printable(csv)}${screen.colours.dim(`, ${describe(summary)}`)}`);
      return 0;
    }
    const { receiver, end } = json ? asJson(screen) : asLines(screen);
    const summary = await predictPictures(request, receiver, interrupt.signal);
    end();
    if (!json) screen.line(screen.colours.dim(describe(summary)));
    return 0;
  } finally {
    interrupt.release();
  }
}

async function isRegressor(model: string): Promise<boolean> {
  // Anything else is the name of a published classifier.
  if (!existsSync(model)) return false;
  const { bytes } = await openOnnx(model);
  return tellsValue(bytes, model);
}

/**
 * The file appears when all pictures are done. Columns: picture, label, probability, label_2, probability_2, …, and `unsure` where the model
 * may be. Where several labels may be right: picture, labels, probabilities, with `|` between, as a manifest has them; with `--top` both.
 */
export async function predictToCsv(
  request: PredictRequest,
  path: string,
  screen: Screen,
  signal: AbortSignal,
): Promise<PredictionSummary> {
  const file = await createFile(path);
  try {
    const progress = counter(screen, 'Reading', 'pictures');
    const rows = csvRows(file);
    let done = 0;
    let says = false;
    let several = false;
    const summary = await predictPictures(
      request,
      {
        begin(_, mayBeUnsure, isSeveral) {
          says = mayBeUnsure;
          several = isSeveral && request.top === undefined;
          if (several) return rows.add(['picture', 'labels', 'probabilities']);
          const [picture, ...columns] = csvHeader(request.top ?? 1);
          return rows.add([picture!, ...(isSeveral ? ['labels'] : []), ...columns, ...(says ? ['unsure'] : [])]);
        },
        picture: async (name, guesses, unsure, told) => {
          progress.at(++done);
          if (several)
            return rows.add([
              name,
              joined(guesses.map(({ label }) => label)),
              joined(guesses.map(({ probability }) => probability.toFixed(6))),
            ]);
          const columns = guesses.flatMap(({ label, probability }) => [label, probability.toFixed(6)]);
          await rows.add([
            name,
            ...(told ? [joined(told)] : []),
            ...columns,
            ...(says ? [unsure ? 'unsure' : ''] : []),
          ]);
        },
        broken: (picture) => showBroken(picture, screen),
      },
      signal,
    );
    await rows.flush();
    await file.commit();
    progress.end();
    return summary;
  } finally {
    await file.discard();
  }
}

const joined = (texts: readonly string[]): string => texts.join('|');

const csvHeader = (top: number): string[] => [
  'picture',
  ...Array.from({ length: top }, (_, i) =>
    i === 0 ? ['label', 'probability'] : [`label_${i + 1}`, `probability_${i + 1}`],
  ).flat(),
];

/** Written some hundred rows at a time. */
function csvRows(file: FileWriter) {
  let waiting: string[][] = [];
  const flush = async () => {
    const rows = waiting;
    waiting = [];
    if (rows.length > 0) await file.write(stringify(rows));
  };
  return {
    async add(row: string[]) {
      waiting.push(row);
      if (waiting.length >= 500) await flush();
    },
    flush,
  };
}

interface Output {
  readonly receiver: Receiver;
  end(): void;
}

/** One JSON object a line. */
function asJson(screen: Screen): Output {
  return {
    receiver: {
      begin: () => {},
      picture: (file, top, unsure, labels) =>
        print(JSON.stringify({ file, ...(labels ? { labels } : top[0]), top, ...(unsure && { unsure }) })),
      broken: (picture) => {
        showBroken(picture, screen);
        process.stdout.write(`${JSON.stringify({ file: picture.name, error: picture.reason })}\n`);
      },
    },
    end: () => {},
  };
}

/** Columns of a label: ImageNet's are long. */
const widest = 32;

/** One line a picture: probabilities and labels under each other, the name at the end. */
function asLines(screen: Screen): Output {
  const { colours } = createScreen(process.stdout);
  const progress = process.stdout.isTTY ? undefined : counter(screen, 'Reading', 'pictures');
  let width = 0;
  let done = 0;
  const cell = ({ label, probability }: Guess, i: number, unsure: boolean, told: boolean) => {
    const short = clipped(printable(label), widest);
    const name = unsure && i === 0 ? `unsure (${short}?)` : short;
    const text = `${percent(probability).padStart(7)}  ${name}${' '.repeat(Math.max(0, width - columnsOf(name)))}`;
    if (!told) return colours.dim(text);
    return unsure ? colours.yellow(text) : text;
  };
  return {
    receiver: {
      begin(labels, mayBeUnsure) {
        width =
          Math.max(...labels.map((label) => columnsOf(clipped(printable(label), widest)))) +
          (mayBeUnsure ? 'unsure (?)'.length : 0);
      },
      picture(name, guesses, unsure, told) {
        progress?.at(++done);
        const shown =
          guesses.length > 0
            ? guesses.map((guess, i) => cell(guess, i, unsure, told ? told.includes(guess.label) : i === 0)).join('  ')
            : colours.dim(`${'–'.padStart(7)}  ${'no label'.padEnd(width)}`);
        return print(`${shown}  ${printable(name)}`);
      },
      broken: (picture) => showBroken(picture, screen),
    },
    end: () => progress?.end(),
  };
}

/** Waits where the reader of standard output is slower than we are. */
async function print(line: string): Promise<void> {
  const { stdout } = process;
  if (stdout.destroyed || stdout.write(`${line}\n`) || stdout.destroyed) return;
  await once(stdout, 'drain');
}

const showBroken = ({ name, reason }: BrokenPicture, screen: Screen) =>
  screen.line(`${screen.colours.yellow('left out')} ${printable(`${name}: ${reason}`)}`);

const describe = ({ pictures, broken, seconds }: PredictionSummary): string =>
  [
    counted(pictures, 'picture'),
    ...(broken > 0 ? [`${count(broken)} left out`] : []),
    `${duration(seconds)}, ${count(pictures / seconds)}/s`,
  ].join(', ');
