/** Pretrained networks by what a person chose: from the package, from what is kept, or from nearby. */
import { FileError, type Storage, UsageError } from '@graftml/core';
import { type Backbone, backboneFrom, defaultBackbone, knownModel, sha256 } from '@graftml/vision';
import type { BackboneChoice } from '../../project/project.ts';
import type { ProjectStore } from '../../store/project-store.ts';
import type { Hooks, LoadEvent } from '../lab.ts';
import type { NetworkPort } from '../ports.ts';

export interface Backbones {
  /** @throws FileError where it is neither kept nor can be fetched; UsageError for one that nothing knows how to use */
  get(projectId: string, choice: BackboneChoice, hooks?: Hooks<LoadEvent>): Promise<Backbone>;
  /** Fetches a known network from an address, and keeps it. @throws FileError if something else comes */
  keepKnown(name: string, address: string, hooks?: Hooks<LoadEvent>): Promise<Backbone>;
  /** Names of known networks that are here. */
  kept(): Promise<readonly string[]>;
}

/** Networks hold all their weights: no more than this many are kept open. */
const mostOpen = 2;

export const networkFile = (digest: string): string => `network-${digest}.onnx`;
const knownFile = (name: string): string => `${name}.onnx`;

export function backbones(
  { networks, shelves }: Pick<ProjectStore, 'networks' | 'shelves'>,
  port: Pick<NetworkPort, 'embedded' | 'fetch'>,
): Backbones {
  const open = new Map<string, Promise<Backbone>>();

  const known = async (name: string, hooks: Hooks<LoadEvent>): Promise<Backbone> => {
    if (name === defaultBackbone) return port.embedded();
    const bytes = (await networks.read(knownFile(checked(name)))) ?? (await fetchKnown(name, { known: name }, hooks));
    return openKnown(name, bytes);
  };
  const fetchKnown = async (
    name: string,
    what: Parameters<NetworkPort['fetch']>[0],
    { signal, onEvent }: Hooks<LoadEvent>,
  ) => {
    const bytes = await port.fetch(what, {
      ...(signal && { signal }),
      onBytes: (done, total = knownModel(name)?.size) =>
        onEvent?.({ phase: 'network', done, ...(total !== undefined && { total: Math.max(done, total) }) }),
    });
    await checkSum(name, bytes);
    await keep(networks, knownFile(name), bytes);
    return bytes;
  };
  const fileOf = async (projectId: string, choice: Extract<BackboneChoice, { kind: 'file' }>): Promise<Backbone> => {
    const { name, digest, preprocessing } = choice;
    const bytes = await shelves(projectId).documents.read(networkFile(digest));
    if (!bytes)
      throw new FileError('is not here any more', { where: name, hint: 'choose the file again, or another network' });
    return backboneFrom(bytes, { where: name, ...(preprocessing !== undefined && { preprocessing }) });
  };

  return {
    async get(projectId, choice, hooks = {}) {
      const key = JSON.stringify(
        choice.kind === 'known' ? [choice.name] : [projectId, choice.digest, choice.preprocessing],
      );
      const opening =
        open.get(key) ?? (choice.kind === 'known' ? known(choice.name, hooks) : fileOf(projectId, choice));
      open.delete(key);
      open.set(key, opening);
      for (const oldest of open.keys()) if (open.size > mostOpen) open.delete(oldest);
      try {
        return await opening;
      } catch (error) {
        open.delete(key);
        throw error;
      }
    },
    async keepKnown(name, address, hooks = {}) {
      return openKnown(name, await fetchKnown(checked(name), { address }, hooks));
    },
    async kept() {
      const there = new Set(await networks.list());
      const names = [...there].map((file) => file.replace(/\.onnx$/, '')).filter((name) => knownModel(name));
      return [defaultBackbone, ...names];
    },
  };
}

function openKnown(name: string, bytes: Uint8Array): Backbone {
  const model = knownModel(name)!;
  return { ...backboneFrom(bytes, { where: name, known: model }), name };
}

/** @throws UsageError for a name that nobody knows */
function checked(name: string): string {
  const model = knownModel(name);
  if (model) return model.name;
  throw new UsageError('there is no network of that name', { where: name });
}

/** @throws FileError for other bytes than those that were published */
async function checkSum(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const expected = knownModel(name)?.sha256;
  const received = expected && (await sha256(bytes));
  if (received !== expected)
    throw new FileError('is not the file that was published', {
      where: name,
      expected: `SHA-256 ${expected}`,
      received: received!,
      hint: 'fetch it again; if that does not help, something on the way changes files',
    });
}

/** A network that cannot be kept can be used all the same. */
async function keep(storage: Storage, name: string, bytes: Uint8Array): Promise<void> {
  await storage.write(name, bytes).catch((error: unknown) => {
    if (!(error instanceof FileError)) throw error;
  });
}
