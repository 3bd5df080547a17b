/**
 * Checkpoints in a storage. Each is two files: `last.json` says how far the training is and which file holds its tensors,
 * `last-3-120.safetensors`. The tensors are written first, under a name of their own, and the JSON last: it is the moment at
 * which the new checkpoint takes the place of the old one, and no interruption leaves anything else than one of the two.
 */
import { FileError } from '../../errors.ts';
import { readSafetensors, writeSafetensors } from '../../safetensors.ts';
import { decodeText, type Storage } from '../../storage.ts';
import type { Tensor, Tensors } from '../../tensor.ts';
import { currentVersion, type Migration, migrate, migrations } from './migrations.ts';
import type { CallbackState, TrainingState } from './training-state.ts';

const format = 'graft checkpoint';

/** Puts `state` in the place of what was there under `name`. */
export async function writeCheckpoint(storage: Storage, name: string, state: TrainingState): Promise<void> {
  const { header, tensors } = pack(state);
  const file = `${name}-${state.epoch}-${state.batch}.safetensors`;
  const before = (await storage.list()).filter((other) => isTensorsOf(name, other));
  const bytes = writeSafetensors(tensors);
  await storage.write(file, bytes);
  const described = { format, version: currentVersion(), tensors: file, bytes: bytes.length, ...header };
  await storage.write(`${name}.json`, `${JSON.stringify(described, withNumbers, 2)}\n`);
  for (const old of before) if (old !== file) await storage.remove(old);
}

/**
 * What `modelCheckpoint` has kept under `name`; undefined if there is nothing.
 * @param list what is done to checkpoints of older versions: others than Graft's own for tests only
 * @throws FileError if it is damaged, or of a newer version
 */
export async function readCheckpoint(
  storage: Storage,
  name = 'last',
  list: readonly Migration[] = migrations,
): Promise<TrainingState | undefined> {
  const json = await storage.read(`${name}.json`);
  if (!json) return undefined;
  const where = `${storage.where}/${name}.json`;
  const { format: found, version, tensors: file, bytes, ...header } = parse(json, where);
  if (found !== format || !isVersion(version) || typeof file !== 'string')
    throw new FileError('is no checkpoint', { where, expected: `"format": "${format}"` });
  if (version > currentVersion(list))
    throw new FileError('was written by a newer version', {
      where,
      expected: `version ${currentVersion(list)} or older`,
      received: `version ${version}`,
      hint: 'update Graft',
    });
  const tensors = await storage.read(file);
  if (!tensors || tensors.length !== bytes)
    throw new FileError('has tensors that are missing or cut off', {
      where: `${storage.where}/${file}`,
      expected: `${bytes} bytes`,
      received: tensors ? `${tensors.length}` : 'no file',
    });
  const stored = { header, tensors: readSafetensors(tensors, `${storage.where}/${file}`).tensors };
  return unpack(migrate(stored, version, list), where);
}

const isVersion = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1;

const isTensorsOf = (name: string, file: string): boolean =>
  file.startsWith(`${name}-`) && /^\d+-\d+\.safetensors$/.test(file.slice(name.length + 1));

const group = (prefix: string, tensors: Tensors): [string, Tensor][] =>
  Object.entries(tensors).map(([name, value]) => [`${prefix}/${name}`, value]);

function ungroup(prefix: string, tensors: Tensors): Tensors {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(`${prefix}/`));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length + 1), value]));
}

function pack({ state, lastGood, tally, callbacks, ...rest }: TrainingState) {
  const { totals, ...counts } = tally;
  return {
    header: {
      ...rest,
      hasLastGood: lastGood !== undefined,
      tally: counts,
      callbacks: callbacks.map(({ name, values, tensors }) => ({ name, values, hasTensors: tensors !== undefined })),
    },
    tensors: Object.fromEntries([
      ...group('state', state),
      ...group('last_good', lastGood ?? {}),
      ...group('tally', totals),
      ...callbacks.flatMap(({ tensors }, i) => group(`callback/${i}`, tensors ?? {})),
    ]),
  };
}

function unpack({ header, tensors }: { header: Readonly<Record<string, unknown>>; tensors: Tensors }, where: string) {
  const { hasLastGood, tally, callbacks, ...rest } = header as ReturnType<typeof pack>['header'];
  if (!Number.isInteger(rest.epoch) || !Array.isArray(rest.history) || !Array.isArray(callbacks) || !tally)
    throw new FileError('is a checkpoint that lacks something', { where });
  return {
    ...rest,
    state: ungroup('state', tensors),
    ...(hasLastGood && { lastGood: ungroup('last_good', tensors) }),
    tally: { ...tally, totals: ungroup('tally', tensors) as TrainingState['tally']['totals'] },
    callbacks: callbacks.map(({ name, values, hasTensors }, i): CallbackState & { name: string } => ({
      name,
      values,
      ...(hasTensors && { tensors: ungroup(`callback/${i}`, tensors) }),
    })),
  } satisfies TrainingState;
}

/** JSON has no NaN and no infinities; a figure of an epoch may be one. */
const numbers: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};
const withNumbers = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;
const toNumbers = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'number' in value ? numbers[String(value.number)] : value;

function parse(bytes: Uint8Array, where: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(decodeText(bytes), toNumbers);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new FileError('is no JSON', { where, cause });
  }
  throw new FileError('is no checkpoint', { where });
}
