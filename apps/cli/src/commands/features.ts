/** `graft features` */
import { extname, join } from 'node:path';
import { UsageError } from '@graftml/core';
import { type FeatureType, featuresBySplit } from '@graftml/vision';
import {
  cacheFolder,
  checkWritable,
  extractFeatures,
  folderStorage,
  openBackbone,
  openCollection,
  saveFeatures,
} from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { type DeviceOptions, openBackend } from '../device.ts';
import { featureDisplay } from '../feature-display.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { counter } from '../output/bar.ts';
import { count, counted, duration, listed } from '../output/format.ts';
import { createScreen } from '../output/screen.ts';
import { printable } from '../output/text.ts';
import { describePictures, showBroken } from '../pictures.ts';
import type { PreprocessingName } from '../preprocessing-names.ts';

export interface FeaturesRequest extends DeviceOptions {
  readonly data: readonly string[];
  readonly backbone: string;
  readonly at?: string;
  readonly dtype: FeatureType;
  readonly out: string;
  readonly preprocessing?: PreprocessingName;
  readonly batchSize?: number;
}

export async function features(request: FeaturesRequest, { json }: { readonly json: boolean }): Promise<number> {
  const { data, out, at, dtype, batchSize, preprocessing: told } = request;
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping; the features so far are kept', true);
  const { signal } = interrupt;
  try {
    const ending = extname(out).toLowerCase();
    if (ending !== '.npz' && ending !== '.safetensors')
      throw new UsageError('does not say in which format features are to be written', {
        where: '--out',
        expected: '.npz or .safetensors at its end',
        received: out,
      });
    await checkWritable(out);
    const began = performance.now();
    const backend = await openBackend(request);
    try {
      const backbone = await openBackbone(request.backbone, {
        signal,
        ...(at !== undefined && { at }),
        ...(told === undefined || told === 'guess' ? { guess: { backend, pictures: data } } : { preprocessing: told }),
      });
      const { preprocessing, toldBy } = backbone;
      screen.fact('Backbone', `${printable(backbone.name)}, ${describePictures(preprocessing)}`);
      if (toldBy === 'guess')
        screen.fact(
          '',
          screen.colours.yellow('how it wants its pictures is a guess, made by trying what is usual on some of these'),
        );
      const reading = counter(screen, 'Reading', 'pictures');
      const collection = await openCollection(data, {
        signal,
        progress: (done, total) => reading.at(done, total ? done / total : undefined),
      });
      reading.end();
      const { classNames } = collection;
      screen.fact(
        'Pictures',
        `${count(collection.pictures.length)} of ${counted(classNames.length, 'class', 'classes')}: ${printable(listed(classNames, 8))}`,
      );
      const display = featureDisplay(screen);
      const found = await extractFeatures({
        backend,
        model: backbone.features,
        preprocessing,
        collection,
        dtype,
        cache: folderStorage(join(cacheFolder(), 'features')),
        signal,
        ...(batchSize !== undefined && { batchSize }),
        onProgress: display.show,
      });
      display.end();
      const broken = [...collection.broken, ...found.broken];
      if (broken.length > 0) showBroken(broken, screen);
      const sets = featuresBySplit(found);
      await saveFeatures(out, sets, { floats: dtype });
      const shape = found.features.shape.slice(1);
      const pictures = { train: sets.train.size, validation: sets.validation?.size ?? 0, test: sets.test?.size ?? 0 };
      const parts = Object.entries(pictures).filter(([, n]) => n > 0);
      const seconds = (performance.now() - began) / 1000;
      screen.fact(
        'Saved',
        `${printable(out)}: ${parts.map(([name, n]) => `${name === 'validation' ? 'valid' : name} [${[n, ...shape].join(', ')}]`).join(', ')} of ${dtype}${screen.colours.dim(`, ${duration(seconds)}`)}`,
      );
      if (json)
        process.stdout.write(
          `${JSON.stringify({ backbone: backbone.name, at: backbone.at ?? null, shape, dtype, pictures, classes: classNames, broken: broken.length, found: display.found(), out, seconds: Math.round(seconds * 100) / 100 })}\n`,
        );
      else screen.line(`\nTo train a head on them, in seconds:\n  ${command('train', out, '--head', 'dense')}`);
      return 0;
    } finally {
      await backend.dispose();
    }
  } finally {
    interrupt.release();
  }
}
