/** A training step as a file: run by plain ONNX Runtime, from Node and from Python, it gives the losses that Graft gives. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuBackend } from '@graftml/backend-cpu';
import { type ExportedStep, exportStep, type StepInput } from '@graftml/backend-onnx';
import {
  adam,
  batchNormalization,
  conv2D,
  dense,
  drawFeeds,
  dropout,
  flatten,
  full,
  initialState,
  initialWeights,
  type LayeredModel,
  meanSquaredError,
  type Optimizer,
  relu,
  rmsprop,
  scalar,
  sequential,
  sgd,
  sparseCategoricalCrossentropy,
  type Tensor,
  type Tensors,
  tensor,
  trainingProgram,
  uniforms,
  writeSafetensors,
} from '@graftml/core';
import { readMetadata } from '@graftml/onnx';
import * as ort from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClose } from '../support/numbers.ts';
import { pythonPath, requireOrSkip } from '../support/require.ts';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const batchSize = 4;
const steps = 10;

const plain = () =>
  sequential({ input: [2, 5, 5], name: 'plain' }, [conv2D(3, 3, { activation: 'relu' }), flatten(), dense(3)]);
const rich = () =>
  sequential({ input: [2, 5, 5], name: 'rich' }, [
    conv2D(3, 3),
    batchNormalization(),
    relu(),
    flatten(),
    dropout(0.4),
    dense(3),
  ]);
const x = tensor('float32', [12, 2, 5, 5], uniforms({ seed: 1, purpose: 'x' }, 600));
const y = tensor('int32', [12], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
/** The examples of a step, in turn. */
const rows = (t: Tensor, step: number): Tensor => {
  const length = t.data.length / 12;
  const from = ((step - 1) * batchSize) % 12;
  return {
    ...t,
    shape: [batchSize, ...t.shape.slice(1)],
    data: t.data.slice(from * length, (from + batchSize) * length),
  } as Tensor;
};

/** The objective of each step by the reference, the random inputs drawn as `fit` draws them. */
async function expected(model: LayeredModel, optimizer: Optimizer): Promise<number[]> {
  const backend = cpuBackend();
  const program = trainingProgram(model, { loss, optimizer, metrics: {} }, batchSize);
  const executable = await backend.compile(program);
  const state = await backend.createState(initialState(model.parameters, initialWeights(model, 1), optimizer));
  const losses = [];
  for (let step = 1; step <= steps; step++) {
    const { objective } = await executable.run(
      {
        input: rows(x, step),
        'batch/target': rows(y, step),
        'batch/weight': full('float32', [batchSize], 1),
        'optimizer/learning_rate': scalar(optimizer.learningRate as number),
        'optimizer/step': scalar(step),
        ...drawFeeds(program, 1, step),
      },
      state,
    );
    losses.push(Number(objective!.data[0]));
  }
  return losses;
}

/** By plain ONNX Runtime, from the description alone. */
async function trained(
  { file, description, state }: ExportedStep,
  random: (step: number) => Tensors,
): Promise<number[]> {
  const session = await ort.InferenceSession.create(file);
  const toOrt = ({ dtype, shape, data }: Tensor) =>
    new ort.Tensor(dtype as 'float32', data as Float32Array, shape as number[]);
  let held: Record<string, ort.Tensor> = Object.fromEntries(Object.entries(state).map(([name, t]) => [name, toOrt(t)]));
  const of = ({ role, name, shape }: StepInput, step: number): Tensor => {
    switch (role) {
      case 'x':
        return rows(x, step);
      case 'target':
        return rows(y, step);
      case 'weight':
        return full('float32', shape, 1);
      case 'learning_rate':
        return scalar(description.learningRate!);
      case 'step':
        return scalar(step);
      case 'random':
        return random(step)[name]!;
    }
  };
  const losses = [];
  for (let step = 1; step <= steps; step++) {
    const feeds = Object.fromEntries(description.inputs.map((input) => [input.name, toOrt(of(input, step))]));
    const made = await session.run({ ...feeds, ...held });
    held = {
      ...held,
      ...Object.fromEntries(description.state.flatMap(({ input, output }) => (output ? [[input, made[output]!]] : []))),
    };
    losses.push(Number(made.objective!.data[0]));
  }
  await session.release();
  return losses;
}

describe('a step as a file', () => {
  it.each([
    ['plain', plain, sgd({ learningRate: 0.1, momentum: 0.9 })],
    ['plain', plain, rmsprop({ learningRate: 0.01 })],
    ['rich', rich, adam({ learningRate: 0.01 })],
  ] as const)('%s: trains by plain ONNX Runtime as by the reference (%#)', async (_, make, optimizer) => {
    const model = make();
    const step = exportStep(model, { loss, optimizer, batchSize, seed: 1 });
    const program = trainingProgram(model, { loss, optimizer, metrics: {} }, batchSize);
    expectClose(await trained(step, (at) => drawFeeds(program, 1, at)), await expected(model, optimizer), 2e-5);
    const { description } = step;
    expect(JSON.parse(readMetadata(step.file).metadata['graft.step']!)).toEqual(
      JSON.parse(JSON.stringify(description)),
    );
    expect(description.inputs.filter(({ role }) => role === 'random')).toEqual(
      make === rich
        ? [
            {
              name: 'dropout/mask',
              role: 'random',
              dtype: 'float32',
              shape: [4, 27],
              distribution: { kind: 'dropout', keep: 0.6 },
            },
          ]
        : [],
    );
  });

  it('tells of a schedule by leaving the rate out, and of metrics among the outputs', () => {
    const optimizer = { ...sgd({ learningRate: 0.1 }), learningRate: () => 0.1 };
    const { description } = exportStep(plain(), { loss, optimizer, batchSize });
    expect(description).not.toHaveProperty('learningRate');
    expect(description.outputs).toEqual(['objective', 'loss_sum']);
    expect(
      exportStep(plain(), { loss: meanSquaredError(), optimizer, batchSize }).description.inputs.find(
        ({ role }) => role === 'target',
      ),
    ).toMatchObject({
      dtype: 'float32',
      shape: [4, 3],
    });
  });
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe.skipIf(requireOrSkip('python'))('the program of docs/step.md', () => {
  /** NumPy's file format, version 1.0. */
  const npy = ({ dtype, shape, data }: Tensor): Uint8Array => {
    const type = dtype === 'int32' ? '<i4' : '<f4';
    const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
    const padded = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11);
    const bytes = data as Float32Array;
    return Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
      Buffer.from([(padded.length + 1) & 255, (padded.length + 1) >> 8]),
      Buffer.from(`${padded}\n`),
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    ]);
  };

  it('trains in Python with onnxruntime alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'graft-step-'));
    folders.push(folder);
    const optimizer = adam({ learningRate: 0.01 });
    const { file, description, state } = exportStep(plain(), { loss, optimizer, batchSize, seed: 1 });
    writeFileSync(join(folder, 'step.onnx'), file);
    writeFileSync(join(folder, 'step.json'), JSON.stringify(description));
    writeFileSync(join(folder, 'step.safetensors'), writeSafetensors(state));
    writeFileSync(join(folder, 'x.npy'), npy(x));
    writeFileSync(join(folder, 'y.npy'), npy(y));
    const page = readFileSync(new URL('../../docs/step.md', import.meta.url), 'utf8');
    const [, program] = /```python\n(.*?)```/s.exec(page)!;
    writeFileSync(join(folder, 'train.py'), program!);
    const output = execFileSync(pythonPath(), ['train.py'], { cwd: folder, encoding: 'utf8' });
    const losses = output
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[1]));
    expectClose(losses, await expected(plain(), optimizer), 2e-5);
  });
});
