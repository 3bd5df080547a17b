/** The suite itself: it finds what is wrong, and its exclusions cannot outlive their reasons. */
import { cpuBackend } from '@graftml/backend-cpu';
import { type Backend, isFloat, type Tensor, type Tensors, tensor, toNumbers } from '@graftml/core';
import { conformance, testBackend } from '@graftml/testing';
import { describe, expect, it } from 'vitest';

/** A backend whose results are all a little off; those without elements have a wrong shape. */
function crooked(): Backend {
  const straight = cpuBackend();
  return {
    ...straight,
    async compile(program) {
      const executable = await straight.compile(program);
      return { ...executable, run: async (feeds, state) => bent(await executable.run(feeds, state)) };
    },
  };
}

const bent = (tensors: Tensors): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, bend(t)]));

const bend = (t: Tensor): Tensor => {
  // Without elements only the shape can be off.
  if (t.data.length === 0) return tensor(t.dtype, [...t.shape, 1], []);
  const off = (x: number) => {
    if (t.dtype === 'bool') return 1 - x;
    if (!Number.isFinite(x)) return 0;
    return isFloat(t.dtype) ? x + 1e-3 * Math.max(1, Math.abs(x)) : x + 1;
  };
  return tensor(t.dtype, t.shape, toNumbers(t).map(off));
};

describe('a backend that is off by a thousandth', () => {
  const tests = conformance(crooked());
  for (const section of ['ops', 'gradients', 'training'])
    it(`fails every test of ${section}`, async () => {
      const passed: string[] = [];
      for (const { name, run } of tests.filter((test) => test.section === section))
        await run().then(
          () => passed.push(name),
          () => undefined,
        );
      expect(passed).toEqual([]);
    });
});

describe('exclusions', () => {
  const name = 'ops/relu/any sign';
  const only = (source: Backend, reason: string) =>
    conformance(source, { exclude: { [name]: reason } }).find((test) => test.name === name)!;

  it('turn a failure into what is known', async () => {
    expect(await only(crooked(), 'someone/something#1').run()).toEqual({ excluded: 'someone/something#1' });
  });
  it('fail when the test passes', async () => {
    await expect(only(cpuBackend(), 'someone/something#1').run()).rejects.toThrow('take its exclusion away');
  });
  it('must name a test', () => {
    expect(() => conformance(cpuBackend(), { exclude: { 'ops/relu/any sing': 'a typo' } })).toThrow('any sing');
  });
});

it('skips name the capability that is missing', async () => {
  const whole = cpuBackend();
  const { float64: _, ...dtypes } = Object.fromEntries([...whole.capabilities.dtypes].map((dtype) => [dtype, dtype]));
  const capabilities = { ...whole.capabilities, dtypes: new Set(Object.values(dtypes)), deterministic: false };
  const tests = conformance({ ...whole, capabilities });
  const outcome = (name: string) => tests.find((test) => test.name === name)!.run();
  expect(await outcome('ops/cast/float32 to float64')).toEqual({ skipped: expect.stringContaining('no float64') });
  expect(await outcome('determinism/forward of conv/plain')).toHaveProperty('skipped');
});

it('asks a runner for nothing but describe and it', async () => {
  const names: string[] = [];
  const bodies: (() => Promise<void>)[] = [];
  let section = '';
  testBackend(() => cpuBackend(), {
    describe(name, body) {
      section = name;
      body();
    },
    it(name, body) {
      expect(name.startsWith(`${section}/`)).toBe(true);
      expect(body.length).toBe(0); // jest takes a parameter for a callback to wait for
      names.push(name);
      bodies.push(body);
    },
  });
  expect(new Set(names).size).toBe(names.length);
  await bodies[0]!();
});
