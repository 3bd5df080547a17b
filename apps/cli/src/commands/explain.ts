/** `graft explain` */
import { basename } from 'node:path';
import { DataError } from '@graftml/core';
import { type BrokenPicture, type ExplainedPicture, explainPictures } from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { type DeviceOptions, openBackend } from '../device.ts';
import { openExplained } from '../explained-files.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { type ClassifierRequest, namedClassifier, showClassifier } from '../named-classifier.ts';
import { openNeighbours } from '../neighbours.ts';
import { counter } from '../output/bar.ts';
import { count, counted, percent } from '../output/format.ts';
import { createScreen, type Screen } from '../output/screen.ts';
import { clipped, printable } from '../output/text.ts';
import { picturePlaces } from '../picture-places.ts';

export interface ExplainRequest extends ClassifierRequest, DeviceOptions {
  readonly pictures: readonly string[];
  readonly out: string;
  readonly class?: string;
  readonly at?: string;
  readonly neighbours?: string;
  readonly top?: number;
  readonly batchSize?: number;
}

export interface Guess {
  readonly label: string;
  readonly probability: number;
}

export async function explain(request: ExplainRequest, { json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping after these pictures');
  try {
    const { isStock } = await explainTo(request, { json, screen, signal: interrupt.signal });
    if (!json) showNext(request, isStock, screen);
    return interrupt.exitStatus() ?? 0;
  } finally {
    interrupt.release();
  }
}

/** How `explainTo` tells what it does. */
interface Telling {
  readonly json: boolean;
  /** A line for each picture, unless it is JSON; true unless given. */
  readonly lists?: boolean;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** Explanations of pictures as files. @throws DataError if none can be read */
export async function explainTo(
  request: ExplainRequest,
  { json, lists = true, screen, signal }: Telling,
): Promise<{ readonly saved: string; readonly isStock: boolean }> {
  const { out, top = 3, at, batchSize } = request;
  const broken: BrokenPicture[] = [];
  const onBroken = (picture: BrokenPicture) => {
    broken.push(picture);
    screen.line(screen.colours.yellow(`left out ${printable(`${picture.name}: ${picture.reason}`)}`));
  };
  const paths = await picturePlaces(request.pictures, onBroken);
  const files = await openExplained(out, paths);
  const backend = await openBackend(request);
  try {
    const classifier = await namedClassifier(request, { backend, pictures: paths }, signal);
    showClassifier(classifier, screen);
    const nearest = await openNeighbours(request.neighbours, classifier, { backend, screen, signal, most: top });
    const drawing = counter(screen, 'Drawing', 'pictures');
    let done = 0;
    for await (const found of explainPictures(classifier, {
      backend,
      paths,
      onBroken,
      ...(request.class !== undefined && { of: request.class }),
      ...(at !== undefined && { at }),
      ...(batchSize !== undefined && { batchSize }),
    })) {
      drawing.at(done);
      const guesses = best(classifier.labels, found.probabilities, top);
      const neighbours = (await nearest?.(found)) ?? [];
      const written = await files.add(found, guesses, neighbours);
      if (done++ === 0) screen.fact('Method', methodWords(found));
      if (json) process.stdout.write(`${JSON.stringify(toJson(found, guesses, neighbours, written))}\n`);
      else if (lists) showOne(found, guesses, screen);
      if (signal.aborted) break;
    }
    drawing.end();
    if (done === 0)
      throw new DataError('cannot be read as a picture', { where: broken[0]!.name, received: broken[0]!.reason });
    const saved = await files.end(titleOf(request), notesOf(request, done));
    screen.fact('Saved', `${printable(saved)}${screen.colours.dim(`, ${counted(done, 'picture')}`)}`);
    return { saved, isStock: classifier.stock !== undefined };
  } finally {
    await backend.dispose();
    await files.discard();
  }
}

const titleOf = ({ model }: ExplainRequest) => `What ${basename(model)} looks at`;

const notesOf = ({ class: asked }: ExplainRequest, done: number): string[] => [
  `${count(done)} ${done === 1 ? 'picture' : 'pictures'}. The brighter a place, the more it speaks for ${asked ?? 'the most probable class'}. The box is around the largest part that has more than a fifth of the most; what is dark, the network does not see.`,
];

const methodWords = ({ method, at, map }: ExplainedPicture): string =>
  `${method === 'cam' ? 'class activation maps' : 'Grad-CAM'} of ${printable(at)}, ${map.width}×${map.height} places`;

function best(labels: readonly string[], probabilities: Float32Array, top: number): Guess[] {
  return labels
    .map((label, i) => ({ label, probability: probabilities[i]! }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, top);
}

function toJson(found: ExplainedPicture, guesses: readonly Guess[], neighbours: readonly object[], out: string) {
  const { name, label, index, probabilities, box, size, method, at } = found;
  return {
    file: name,
    label: guesses[0]!.label,
    probability: guesses[0]!.probability,
    top: guesses,
    explained: { label, probability: probabilities[index]! },
    box: box ?? null,
    size,
    method,
    at,
    ...(neighbours.length > 0 && { neighbours }),
    out,
  };
}

/** Columns of a label: ImageNet's are long. */
const labelColumns = 28;

function showOne({ name, box, size, label }: ExplainedPicture, guesses: readonly Guess[], screen: Screen): void {
  const [first] = guesses;
  const { dim, bold } = screen.colours;
  const said = clipped(printable(first!.label), labelColumns).padEnd(labelColumns);
  const place = box
    ? `${box.width}×${box.height} at ${box.left}, ${box.top} of ${size.width}×${size.height}`
    : 'nothing';
  const asked = label === first!.label ? '' : dim(` for ${clipped(printable(label), labelColumns)}`);
  screen.line(`${percent(first!.probability).padStart(7)}  ${bold(said)}  ${dim(place)}${asked}  ${printable(name)}`);
}

/** More make a line that nobody reads. */
const mostNamed = 3;

function showNext({ model, pictures, neighbours }: ExplainRequest, isStock: boolean, screen: Screen): void {
  if (isStock) {
    screen.line(`\nTo teach it classes of your own:\n  ${command('train', 'PHOTOS', '--backbone', model)}`);
  } else if (neighbours === undefined)
    screen.line(
      `\nWith the pictures it has learnt from that are most alike:\n  ${command('explain', model, ...(pictures.length > mostNamed ? ['PICTURES'] : pictures), '--neighbours', 'PHOTOS')}`,
    );
  else screen.line(`\nTo see all pictures as the network does, on one map:\n  ${command('embed', model, neighbours)}`);
}
