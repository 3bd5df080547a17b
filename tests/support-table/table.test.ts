/**
 * docs/support.md: which ops run where, found out by making a model of one node for each case of the conformance suite and asking for a
 * session with nothing left to the CPU. The test holds the page to what it finds; with GRAFT_WRITE=support it writes it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { hasBody, type OpName, ops } from '@graftml/core';
import { encodeGraph } from '@graftml/onnx';
import { caseNames, files, forwardGraph, gradientGraph, type Prepared, prepare } from '@graftml/testing';
import * as ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { launch, openPage, servePage } from '../browser/chromium.ts';
import { chromiumPath, prepareWebGpu, requireOrSkip } from '../support/require.ts';

const page = new URL('../../docs/support.md', import.meta.url);
const isMissing = requireOrSkip('chromium') || requireOrSkip('webgpu');

interface Row {
  readonly op: OpName;
  readonly prepared: readonly Prepared[];
  readonly models: readonly Uint8Array[];
}

const groups = Object.entries(files).map(([file, group]) => ({
  file,
  rows: (Object.keys(group) as OpName[])
    .filter((op) => op in ops && ops[op].domain !== 'graft')
    .map((op): Row => {
      const prepared = caseNames(op).map((name) => prepare(op, name));
      return { op, prepared, models: prepared.map((one) => encodeGraph(forwardGraph(one))) };
    }),
}));

const columns = ['cpu', 'webgpu, Node', 'wasm', 'webgpu, Chromium'] as const;
type Column = (typeof columns)[number];

/** For each model an empty text, or why it is refused. */
type Probe = (models: readonly Uint8Array[]) => Promise<string[]>;

function nodeProbe(provider: 'cpu' | 'webgpu'): Probe {
  let kept: ort.InferenceSession | undefined;
  return async (models) => {
    const said: string[] = [];
    for (const model of models)
      try {
        const session = await ort.InferenceSession.create(model, {
          executionProviders: [provider],
          logSeverityLevel: 4,
          ...(provider === 'webgpu' && { extra: { session: { disable_cpu_ep_fallback: '1' } } }),
        });
        // The device goes with its last session.
        kept ??= session;
        if (session !== kept) await session.release();
        said.push('');
      } catch (error) {
        said.push((error as Error).message);
      }
    return said;
  };
}

const takes = ({ op }: Row, said: readonly string[]): string => {
  const native = said.filter((why) => why === '').length;
  if (native === said.length) return 'yes';
  if (native > 0) return `${native} of ${said.length}`;
  return hasBody(op) ? 'in smaller ops' : 'no';
};

/** Whether gradients are built for the cases that have any. */
function gradientOf({ prepared }: Row): string {
  const asked = prepared.filter(({ wanted }) => wanted.length > 0);
  if (asked.length === 0) return '–';
  const built = asked.filter((one) => {
    try {
      gradientGraph(one);
      return true;
    } catch {
      return false;
    }
  });
  return built.length === asked.length ? 'yes' : built.length === 0 ? 'no' : `${built.length} of ${asked.length}`;
}

it.skipIf(isMissing)('docs/support.md is what the probe finds', { timeout: 600_000 }, async () => {
  prepareWebGpu();
  const [served, browser] = await Promise.all([servePage(), launch(chromiumPath()!)]);
  const open = async (provider: 'wasm' | 'webgpu'): Promise<Probe> => {
    const tab = await openPage(browser, served.isolated);
    return (models) =>
      tab.call(
        'probe',
        provider,
        models.map((model) => [...model]),
      );
  };
  const probes: Readonly<Record<Column, Probe>> = {
    cpu: nodeProbe('cpu'),
    'webgpu, Node': nodeProbe('webgpu'),
    wasm: await open('wasm'),
    'webgpu, Chromium': await open('webgpu'),
  };
  const counts = Object.fromEntries(columns.map((column) => [column, { native: 0, body: 0, no: 0 }]));
  const sections: string[] = [];
  let total = 0;
  for (const { file, rows } of groups) {
    const lines: string[] = [];
    for (const row of rows) {
      total++;
      const cells = [];
      for (const column of columns) {
        const cell = takes(row, await probes[column](row.models));
        counts[column]![cell === 'no' ? 'no' : cell === 'in smaller ops' ? 'body' : 'native']++;
        cells.push(cell);
      }
      lines.push(`| ${row.op} | ${gradientOf(row)} | ${cells.join(' | ')} |`);
    }
    sections.push(
      `### ${file}\n\n| op | gradient | ${columns.join(' | ')} |\n|---|---|${columns.map(() => '---|').join('')}\n${lines.join('\n')}\n`,
    );
  }
  await browser.close();
  await served.close();

  const summary = columns.map((column) => {
    const { native, body, no } = counts[column]!;
    return `| ${column} | ${native} | ${body} | ${no} |`;
  });
  const text = `# What runs where

Made by a probe (\`GRAFT_WRITE=support npx vitest run tests/support-table\`), not by hand: for each case of the conformance suite a model of
one node, and for each provider of ONNX Runtime 1.30 a session that may leave nothing to the CPU. The reference, in TypeScript, runs all
${total}. WebGPU was probed on SwiftShader, in Node and in Chromium; no real
GPU was at hand. CUDA: untested.

*yes*: in every case; *5 of 7*: in so many of the cases (dtypes, ranks, attributes); *in smaller ops*: not as one node, but Graft writes it out
in ops that run there; *no*: only by the CPU beside the device (shapes and strings of numbers that never leave it, mostly). A gradient is
*yes* where it is built for every case that has one, and – where the mathematics has none.

Graft does not take every op that a provider takes: what is wrong, slow or missing there in some form is written out too
(\`backend-onnx/src/shared/capabilities.ts\` has the list, with reasons); the conformance suite then judges the numbers.

| provider | as one node | in smaller ops | no |
|---|---|---|---|
${summary.join('\n')}

${sections.join('\n')}`;
  if (process.env.GRAFT_WRITE === 'support') writeFileSync(page, text);
  expect(readFileSync(page, 'utf8')).toBe(text);
});
