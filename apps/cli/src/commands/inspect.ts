/** `graft inspect` */
import { existsSync } from 'node:fs';
import { cpuBackend } from '@graftml/backend-cpu';
import { capabilitiesOf } from '@graftml/backend-onnx';
import type { Capabilities, CutPoint, GradientStop } from '@graftml/core';
import { type Figures, type Inspection, inspectOnnx, labelsOf, type Port } from '@graftml/onnx';
import { fileFacts, parseModelReference } from '@graftml/vision';
import { openOnnx, pullModel } from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { byteSize, count, counted, listed, percent, short } from '../output/format.ts';
import { createScreen, indent, type Screen } from '../output/screen.ts';
import { clipped, columns, columnsOf, printable, wrapped } from '../output/text.ts';

export interface InspectRequest {
  readonly file: string;
  readonly output?: string;
  /** Channels, height and width of the input, where the file leaves them open. */
  readonly input?: readonly number[];
}

export async function inspect(request: InspectRequest, { json }: { readonly json: boolean }): Promise<number> {
  const { file, ...options } = request;
  const { bytes, source } = await openOnnx(await pathOf(file));
  const found = inspectOnnx(bytes, { ...source, ...options, backends: backends() });
  if (json) process.stdout.write(`${JSON.stringify(asJson(found))}\n`);
  else show(found, file, createScreen(process.stdout));
  return 0;
}

/** The file itself, or that of a model that was fetched. */
async function pathOf(name: string): Promise<string> {
  if (parseModelReference(name, existsSync).kind === 'file') return name;
  return (await pullModel(name, { offline: true })).path;
}

/** What a model can be tried against, whatever this machine has. */
const backends = (): Readonly<Record<string, Capabilities>> => ({
  reference: cpuBackend().capabilities,
  cpu: capabilitiesOf('cpu', ''),
  cuda: capabilitiesOf('cuda', ''),
  webgpu: capabilitiesOf('webgpu', ''),
});

/** `undefined` has no place in JSON: what is not known is null. */
function asJson({ model, ...found }: Inspection): object {
  if ('problem' in model) return { ...found, model };
  const { multiplyAdds, memory, cutPoints, gradientStop, ...figures } = model;
  const side = ({ parameters, multiplyAdds }: CutPoint['before']) => ({
    parameters,
    multiplyAdds: multiplyAdds ?? null,
  });
  return {
    ...found,
    model: {
      ...figures,
      multiplyAdds: multiplyAdds ?? null,
      memory: { ...memory, activations: memory.activations ?? null },
      cutPoints: cutPoints.map((point) => ({ ...point, before: side(point.before), after: side(point.after) })),
      gradientStop: gradientStop ?? null,
    },
  };
}

function show(found: Inspection, file: string, screen: Screen): void {
  const { model } = found;
  const { red, dim } = screen.colours;
  showFile(found, file, screen);
  if ('problem' in model) {
    screen.line();
    fact(screen, 'Problem', `Graft cannot read it: ${model.problem}`, red);
    if (model.hint) fact(screen, '', `Hint: ${model.hint}.`, dim);
    return;
  }
  showFigures(model, screen);
  showCutPoints(model, screen);
  screen.line(`\nIts layers, one by one:\n  ${command('summary', file)}`);
}

function showFile({ irVersion, opset, producer, ...found }: Inspection, file: string, screen: Screen): void {
  const by = producer ? `, written by ${producer}` : '';
  fact(screen, 'File', `${file}, ${byteSize(found.bytes)}, ONNX opset ${opset}, IR ${irVersion}${by}`);
  showPorts(screen, 'Input', found.inputs);
  showPorts(screen, 'Output', found.outputs);
  const ops = found.ops.map(({ type, domain, count: n }) => `${domain && `${domain}.`}${type} ${count(n)}`);
  fact(screen, 'Ops', `${ops.join(', ')}`);
  const tells = tellsOf(found.metadata);
  if (tells) fact(screen, 'Tells', tells);
  const entries = Object.entries(found.metadata);
  const labels = labelsOf(found.metadata);
  const told = entries.map(([key, value]) =>
    key === 'labels' && labels
      ? `labels: ${listed(labels, 4)}`
      : `${key}: ${clipped(value.replaceAll(/\s+/g, ' '), 60)}`,
  );
  for (const [i, line] of told.entries()) fact(screen, i === 0 ? 'Metadata' : '', line);
  const [batch] = found.inputs[0]?.shape ?? [];
  if (typeof batch === 'number') fact(screen, 'Batch', `fixed at ${batch}: neither more nor fewer inputs at once`);
}

/** What a file of ours tells of a picture, in words; undefined of other files. */
function tellsOf(metadata: Readonly<Record<string, string>>): string | undefined {
  const { labels, thresholds, value, unsure } = fileFacts(metadata);
  if (value) {
    const [low, high] = value.range.map(short);
    return `a number of each picture, learnt from ${low} to ${high}, ${short(value.mae)} off on average`;
  }
  if (!labels) return undefined;
  if (!thresholds)
    return `one of ${counted(labels.length, 'class', 'classes')}: ${listed(labels, 8)}${unsure === undefined ? '' : `; unsure below ${unsure.toFixed(2)}`}`;
  const told = labels.map((label, i) => `${label} (from ${thresholds[i]!.toFixed(2)})`);
  return `any of ${counted(labels.length, 'label')}, several at once: ${listed(told, 8)}`;
}

/** One line for each, names under names. */
function showPorts(screen: Screen, subject: string, ports: readonly Port[]): void {
  const rows = ports.map(({ name, type, shape }) => [name, type, shape ? showShape(shape) : 'shape unknown']);
  for (const [i, line] of columns(rows.map((row) => row.map(printable))).entries())
    screen.fact(i === 0 ? subject : '', clipped(line, screen.columns - indent));
}

function showFigures({ parameters, multiplyAdds, memory, gradientStop, backends }: Figures, screen: Screen): void {
  const { green, red } = screen.colours;
  screen.line();
  const { total, averages, constants } = parameters;
  const parts = [
    `${counted(total, 'parameter')}`,
    ...(averages > 0 ? [`${count(averages)} of them averages of batch normalisations`] : []),
    ...(constants > 0 ? [`${counted(constants, 'number')} that nothing learns`] : []),
  ];
  fact(screen, 'Size', parts.join(', '));
  fact(screen, 'Work', multiplyAdds === undefined ? openSizes : `${count(multiplyAdds)} multiply-adds for one input`);
  const { weights, activations } = memory;
  const running = activations === undefined ? '' : ` and ${byteSize(activations)} while one input runs`;
  fact(screen, 'Memory', `${byteSize(weights)} of weights${running}`);
  showBackends(backends, screen);
  if (gradientStop) fact(screen, 'Gradient', `✗ ${stopText(gradientStop)}`, red);
  else fact(screen, 'Gradient', '✓ reaches all parameters', green);
}

function showBackends(backends: Figures['backends'], screen: Screen): void {
  const { green, red } = screen.colours;
  const able = Object.keys(backends).filter((name) => backends[name]!.runs);
  const devices = able.filter((name) => name !== 'reference').join(', ');
  const runtimes = [
    ...(able.includes('reference') ? ["Graft's reference"] : []),
    ...(devices ? [`ONNX Runtime on ${devices}`] : []),
  ];
  if (able.length > 0) fact(screen, 'Runs on', `✓ ${listed(runtimes)}`, green);
  for (const [i, [name, { why }]] of Object.entries(backends)
    .filter(([, { runs }]) => !runs)
    .entries())
    fact(screen, i === 0 && able.length === 0 ? 'Runs on' : '', `✗ ${backendName(name)}: ${why}`, red);
}

const backendName = (name: string): string => (name === 'reference' ? "Graft's reference" : `ONNX Runtime on ${name}`);

const openSizes = 'depends on the size of the input: --input 3x224x224 sets it';

const stopText = ({ op, node, why }: GradientStop): string =>
  why === 'none'
    ? `stops at ${op}, which has none (${node}): cut before it to train what lies below`
    : `stops at ${op} (${node}), whose gradient is not there yet: freeze up to it to train what follows`;

/** More rows than these are a list that nobody reads. */
const mostRows = 12;
const reasons = { features: 'features', block: 'end of a block', pooling: 'pooling' } as const;

function showCutPoints({ cutPoints, multiplyAdds }: Figures, screen: Screen): void {
  const { dim, bold } = screen.colours;
  const natural = cutPoints.filter((point) => point.natural);
  const shown = natural.slice(-mostRows);
  if (shown.length === 0) return;
  const share = ({ before }: CutPoint) =>
    multiplyAdds && before.multiplyAdds !== undefined ? percent(before.multiplyAdds / multiplyAdds, 0) : '–';
  const rows = shown.map((point) => [
    printable(point.name),
    showShape(point.shape),
    reasons[point.natural!],
    count(point.before.parameters),
    count(point.after.parameters),
    share(point),
  ]);
  const titles = ['cut at', 'shape', 'why there', 'before', 'behind', 'work'];
  const others = columns(
    [titles, ...rows].map((row) => row.slice(1)),
    'llrrr',
  );
  const room = Math.max(12, screen.columns - 2 - Math.max(...others.map(columnsOf)));
  const [head = '', ...lines] = columns(
    [titles, ...rows].map(([name, ...rest]) => [clipped(name!, room), ...rest]),
    'lllrrr',
  );
  const legend = 'parameters before and behind the cut, share of the work before it';
  screen.line(`\n${wrapped(`Where to cut it for a new head (${legend})`, screen.columns, '')}`);
  screen.line(dim(head));
  lines.forEach((line, i) => {
    screen.line(shown[i]!.natural === 'features' ? bold(line) : line);
  });
  const left = cutPoints.length - shown.length;
  if (left > 0) screen.line(dim(`and ${count(left)} more places: --json lists them all`));
}

/** A fact in as many lines as it takes. */
function fact(screen: Screen, subject: string, text: string, style: (text: string) => string = (text) => text): void {
  const width = Math.min(screen.columns, 120) - indent;
  const lines = wrapped(printable(text), width, '').split('\n');
  for (const [i, line] of lines.entries()) screen.fact(i === 0 ? subject : '', style(line));
}

/** Expressions of open sizes are too long to read: they are shown as `?`. */
const showShape = (shape: readonly (number | string)[]): string =>
  `[${shape.map((d) => (String(d).startsWith('(') ? '?' : d)).join(', ')}]`;
