/** The whole training, small: stopped in between, it goes on to the same numbers, and its file is what was trained. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onnxBackend } from '@graftml/backend-onnx';
import { predict, tensor } from '@graftml/core';
import { drawSampleSet } from '@graftml/vision/node';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportBackbone } from '../../scripts/train-backbone/export.mjs';
import { fromCheckpoint } from '../../scripts/train-backbone/probe.mjs';
import { recipe as whole } from '../../scripts/train-backbone/recipe.mjs';
import { train } from '../../scripts/train-backbone/train.mjs';
import { expectClose } from '../support/numbers.ts';
import { modelPath, requireOrSkip } from '../support/require.ts';

const recipe = {
  ...whole,
  ...{ width: 0.35, features: 1280, trainedAt: 32, judgedAt: 40 },
  ...{ epochs: 2, batchSize: 8, views: 1, heldOut: 4, measuredOn: 4, warmupSteps: 1 },
};

describe.skipIf(requireOrSkip('models'))('train', () => {
  let folder = '';
  let backend: Awaited<ReturnType<typeof onnxBackend>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'graft-backbone-'));
    backend = await onnxBackend({ device: 'cpu', threads: 1 });
    await drawSampleSet(join(folder, 'photos'), { perClass: 4, testPerClass: 0 });
  });
  afterAll(async () => {
    await backend.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (name: string, stopAt?: number) => {
    const controller = new AbortController();
    return train({
      recipe,
      sources: [join(folder, 'photos')],
      teacherPath: modelPath('mobilenet-v2/mobilenet_v2_1.0_224.onnx'),
      folder: join(folder, name),
      backend,
      signal: controller.signal,
      say: () => {},
      onProgress: ({ epoch, batch }) => {
        if (epoch === 1 && batch === stopAt) controller.abort();
      },
    });
  };

  it('goes on as if it had never stopped, and gives a file', async () => {
    const straight = await run('straight');
    expect(straight.history).toHaveLength(2);
    // What the teacher says is known by now.
    const known = (path: string) => !path.endsWith('checkpoints');
    await cp(join(folder, 'straight'), join(folder, 'stopped'), { recursive: true, filter: known });
    expect((await run('stopped', 1)).stopped).toBe('aborted');
    const resumed = await run('stopped');
    const figures = ({ history }: typeof straight) => history.map(({ logs }) => logs);
    expect(figures(resumed)).toEqual(figures(straight));

    const last = await fromCheckpoint(recipe, join(folder, 'stopped'));
    expect(last.epochs).toBe(2);
    const session = await InferenceSession.create(exportBackbone(last.model, { recipe, ...last }));
    const x = tensor(
      'float32',
      [1, 3, 40, 40],
      Array.from({ length: 4800 }, (_, i) => Math.sin(i / 9)),
    );
    const { features } = await session.run({ input: new Tensor('float32', x.data as Float32Array, x.shape) });
    await session.release();
    const { data } = await predict(last.model, { backend, data: x });
    // The file's weights have eleven bits.
    expectClose(Array.from(features!.data as Float32Array), Array.from(data, Number), 2e-2);
  });
});
