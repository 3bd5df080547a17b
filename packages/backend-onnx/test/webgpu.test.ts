/** State on a device. Through SwiftShader where there is no GPU: slow, so the network is tiny. */
import { onnxBackend } from '@graftml/backend-onnx';
import { builder, graphOf, input, type Program, pullBack, tensor, toNumbers, uniforms } from '@graftml/core';
import { describe, expect, it } from 'vitest';
import { counting, difference, pair, reading } from './support/programs.ts';
import { hasWebGpu, useSwiftShader } from './support/webgpu.ts';

const available = hasWebGpu();
if (available) useSwiftShader();

describe.skipIf(!available)('WebGPU', () => {
  it('keeps state on the device, reads, writes and rolls it back', async () => {
    const backend = await onnxBackend({ device: 'webgpu' });
    expect(backend.capabilities).toMatchObject({ device: 'webgpu', residentState: true });
    const [count, read] = [await backend.compile(counting()), await backend.compile(reading())];
    const state = await backend.createState({ w: pair(1, 2) });
    for (let i = 0; i < 4; i++) await count.run({ x: pair(1, 10) }, state);
    expect(toNumbers((await state.read()).w!)).toEqual([5, 42]);
    expect(toNumbers((await read.run({}, state)).twice!)).toEqual([10, 84]);
    await state.rollback();
    expect(toNumbers((await state.read()).w!)).toEqual([4, 32]);
    await state.write({ w: pair(0, 0) });
    await count.run({ x: pair(1, 1) }, state);
    expect(toNumbers((await state.read()).w!)).toEqual([1, 1]);
    await backend.dispose();
  });

  it('gives the gradients that the CPU gives', async () => {
    const shapes = { x: [2, 3, 6, 6], w: [4, 3, 2, 2], b: [4], d: [2, 4, 3, 3] };
    const g = builder('layer');
    const [x, w, b, d] = Object.entries(shapes).map(([name, shape]) => input(name, 'float32', shape));
    const y = g.relu(g.maxPool(g.conv(x!, w!, b!, { pads: [0, 0, 1, 1] }), { kernel_shape: [2, 2], strides: [2, 2] }));
    const [dx, dw, db] = pullBack(new Map([[y, d!]]), [x!, w!, b!]);
    const program: Program = { name: 'layer', graph: graphOf({ y, dx: dx!, dw: dw!, db: db! }), state: [] };
    const feeds = Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => {
        const values = uniforms(
          { seed: 1, purpose: name },
          shape.reduce((n, s) => n * s, 1),
        );
        return [
          name,
          tensor(
            'float32',
            shape,
            values.map((u) => u - 0.5),
          ),
        ];
      }),
    );
    const results = [];
    for (const device of ['cpu', 'webgpu'] as const) {
      const backend = await onnxBackend({ device });
      const layer = await backend.compile(program);
      results.push(await layer.run(feeds));
      await backend.dispose();
    }
    expect(difference(results[1]!, results[0]!)).toBeLessThan(1e-5);
  });
});
