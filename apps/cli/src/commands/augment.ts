/** `graft augment` */
import { dirname, extname } from 'node:path';
import { DataError, UsageError, uniforms } from '@graftml/core';
import {
  augment as augmented,
  contactSheet,
  type ImageDataset,
  imageDataset,
  mixup,
  type Pixels,
  type Preprocessing,
  parseAugmentation,
  preprocessing,
} from '@graftml/vision';
import { checkWritable, decodePictures, encodePicture, writeWhole } from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { counter } from '../output/bar.ts';
import { count, counted } from '../output/format.ts';
import { createScreen, type Screen } from '../output/screen.ts';
import { printable } from '../output/text.ts';
import { describePictures, type PictureSize, pictureShape } from '../pictures.ts';

export interface AugmentRequest {
  readonly data: readonly string[];
  readonly augment: string;
  readonly out: string;
  readonly rows: number;
  readonly columns: number;
  readonly size?: PictureSize;
  readonly seed: number;
}

/** Bytes as they are: the sheet shows what a network is given, before its numbers are scaled. */
const bytes = { scale: 1 } as const;

export async function augment(request: AugmentRequest, { json }: { readonly json: boolean }): Promise<number> {
  const { data, out, seed, columns } = request;
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping');
  const { signal } = interrupt;
  try {
    const plan = parseAugmentation(request.augment, '--augment');
    const ending = extname(out).toLowerCase();
    if (!['.png', '.jpg', '.jpeg', '.webp'].includes(ending))
      throw new UsageError('is no picture that can be written', {
        where: '--out',
        expected: '.png, .jpg or .webp',
        received: out,
      });
    await checkWritable(out);
    const described = preprocessing({ ...(await pictureShape(data, request.size, signal)), ...bytes });
    const { chosen, found } = await pick(request, described, screen, signal);
    const changed = augmented(chosen, plan.pictures);
    const classes = Math.max(2, chosen.classNames.length);
    const seen = plan.mixup === undefined ? changed : mixup(changed, { alpha: plan.mixup, classes });

    const { width, height, channels } = described;
    const rows: Pixels[][] = [];
    for (let i = 0; i < chosen.size; i++) {
      const row: Pixels[] = [{ width, height, channels, data: chosen.pixels(i) }];
      for (let epoch = 1; epoch <= columns; epoch++) {
        const { x } = await seen.get(i, { seed, epoch });
        row.push({ width, height, channels, data: channelsLast(x.data as Float32Array, channels) });
      }
      rows.push(row);
    }
    await writeWhole(out, await encodePicture(contactSheet(rows), ending.slice(1)));
    screen.fact('Pictures', `${count(chosen.size)} of ${count(found)}, ${describePictures(described)}`);
    screen.fact(
      'Saved',
      `${printable(out)}: each first as it is, then ${counted(columns, 'time')} as ${request.augment} may make it`,
    );
    if (json) {
      process.stdout.write(`${JSON.stringify({ out, augment: request.augment, columns, pictures: chosen.names })}\n`);
    } else {
      screen.line('\nTo train like that:');
      screen.line(`  ${command('train', ...data, '--augment', request.augment)}`);
    }
    return interrupt.exitStatus() ?? 0;
  } finally {
    interrupt.release();
  }
}

/** `[channels, pixels]` of whole numbers, or what mixing made of them, to bytes `[pixels, channels]`. */
function channelsLast(x: Float32Array, channels: number): Uint8Array {
  const plane = x.length / channels;
  return Uint8Array.from(x, (_, i) => Math.round(x[(i % channels) * plane + Math.floor(i / channels)]!));
}

interface Picked {
  readonly name: string;
  readonly pixels: Uint8Array;
}

/** So many pictures as rows are asked for, any from each folder, the folders taking turns; and how many there are. */
async function pick(
  { data, rows, seed }: AugmentRequest,
  described: Preprocessing,
  screen: Screen,
  signal: AbortSignal,
): Promise<{ readonly chosen: ImageDataset; readonly found: number }> {
  const reading = counter(screen, 'Reading', 'pictures');
  const folders = new Map<string, { seen: number; readonly kept: Picked[] }>();
  let found = 0;
  const onBroken = ({ name, reason }: { name: string; reason: string }) =>
    screen.line(screen.colours.yellow(`left out ${printable(`${name}: ${reason}`)}`));
  for await (const picture of decodePictures(data, described, { signal, onBroken })) {
    reading.at(++found);
    const folder = folders.get(dirname(picture.name)) ?? { seen: 0, kept: [] };
    folders.set(dirname(picture.name), folder);
    folder.seen++;
    // Each of those seen is kept with the same chance (Vitter 1985, algorithm R).
    const place = Math.floor(uniforms({ seed, purpose: 'sheet', step: found }, 1)[0]! * folder.seen);
    if (folder.kept.length < rows) folder.kept.push(picture);
    else if (place < rows) folder.kept[place] = picture;
  }
  reading.end();
  if (found === 0) throw new DataError('holds no picture that can be read', { where: data.join(', ') });
  const turns = Array.from({ length: rows }, (_, turn) =>
    [...folders.values()].flatMap(({ kept }) => kept[turn] ?? []),
  );
  const chosen = turns.flat().slice(0, rows);
  const names = [...folders.keys()];
  const length = described.width * described.height * described.channels;
  const pixels = new Uint8Array(chosen.length * length);
  for (const [i, picture] of chosen.entries()) pixels.set(picture.pixels, i * length);
  return {
    found,
    chosen: imageDataset({
      pixels,
      labels: Int32Array.from(chosen, ({ name }) => names.indexOf(dirname(name))),
      names: chosen.map(({ name }) => name),
      classNames: names,
      preprocessing: described,
    }),
  };
}
