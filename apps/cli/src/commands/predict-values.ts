/** `graft predict` of a model that tells a number of each picture. */
import { DataError } from '@graftml/core';
import { openRegressor, tellValues } from '@graftml/vision';
import { type BrokenPicture, createFile, decodePictures, openOnnx } from '@graftml/vision/node';
import { stringify } from 'csv-stringify/sync';
import { openBackend } from '../device.ts';
import { counter } from '../output/bar.ts';
import { counted, figure, short } from '../output/format.ts';
import type { Screen } from '../output/screen.ts';
import { printable } from '../output/text.ts';
import { picturePlaces } from '../picture-places.ts';
import { refuseOptions } from '../target-model.ts';
import type { PredictRequest } from './predict.ts';

/** A line for each picture; as JSON, `{ file, value }`, and `beyond: true` where that is nothing it has learnt. */
export async function predictValues(
  { model: path, pictures: paths, top, batchSize, unsure, ...device }: PredictRequest,
  { json, csv }: { readonly json: boolean; readonly csv?: string },
  screen: Screen,
  signal: AbortSignal,
): Promise<void> {
  const { preprocessing: told, labels } = device;
  refuseOptions('values', { '--top': top, '--unsure': unsure, '--preprocessing': told, '--labels': labels });
  const { bytes } = await openOnnx(path);
  const regressor = openRegressor(bytes, path);
  const { range, mae } = regressor;
  const [low, high] = range;
  // What lies closer than it is off on average may as well lie inside.
  const isBeyond = (value: number) => value < low - mae || value > high + mae;
  const file = csv === undefined ? undefined : await createFile(csv);
  const backend = await openBackend(device);
  const broken: BrokenPicture[] = [];
  const onBroken = (picture: BrokenPicture) => {
    broken.push(picture);
    screen.line(`${screen.colours.yellow('left out')} ${printable(`${picture.name}: ${picture.reason}`)}`);
    if (json) process.stdout.write(`${JSON.stringify({ file: picture.name, error: picture.reason })}\n`);
  };
  let done = 0;
  try {
    const progress = csv === undefined && process.stdout.isTTY ? undefined : counter(screen, 'Reading', 'pictures');
    await file?.write(stringify([['picture', 'value']]));
    const pictures = decodePictures(await picturePlaces(paths, onBroken), regressor.preprocessing, {
      signal,
      onBroken,
    });
    for await (const { name, value } of tellValues(regressor, { backend, pictures, ...(batchSize && { batchSize }) })) {
      progress?.at(++done);
      if (!progress) done++;
      if (file) await file.write(stringify([[name, value]]));
      else if (json)
        process.stdout.write(`${JSON.stringify({ file: name, value, ...(isBeyond(value) && { beyond: true }) })}\n`);
      else {
        const note = isBeyond(value)
          ? screen.colours.dim(`  beyond what it has learnt, ${short(low)} to ${short(high)}`)
          : '';
        process.stdout.write(`${figure(value).padStart(10)}  ${printable(name)}${note}\n`);
      }
    }
    if (done === 0) throw new DataError('none of the pictures can be read', { where: broken[0]?.name ?? path });
    await file?.commit();
    progress?.end();
    if (file) screen.fact('Saved', `${printable(csv!)}, ${counted(done, 'picture')}`);
    else if (!json)
      screen.line(
        screen.colours.dim(
          `${counted(done, 'picture')}, ${short(mae)} off on average on pictures it had not learnt from`,
        ),
      );
  } finally {
    await file?.discard();
    await backend.dispose();
  }
}
