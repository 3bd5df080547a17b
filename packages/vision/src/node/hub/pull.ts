/** Models by any of their names, fetched if need be: `pullModel('resnet-18')`. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileError, UsageError } from '@graftml/core';
import { externalFiles } from '@graftml/onnx';
import { type KnownModel, type ModelSource, modelOfChecksum } from '../../models/known.ts';
import { parseModelReference } from '../../models/reference.ts';
import { openOnnx } from '../open-onnx.ts';
import { addressFolder, cacheFolder, repositoryFolder } from './cache.ts';
import { modelsUnder, readNote, writeNote } from './cached.ts';
import { digestOfFile } from './checksum.ts';
import { type DownloadOptions, type DownloadProgress, download } from './download.ts';
import { type Fetch, openNetwork } from './fetch.ts';
import { fileAddress, type HubFile, hubEndpoint, modelPathIn } from './hub.ts';
import { alone } from './part.ts';
import { shown } from './request.ts';

/** Where to fetch models from and to. */
export interface PullOptions {
  /** The folder for fetched models; `cacheFolder()` unless given. */
  readonly cache?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** In place of Node's, or of the one that goes through the proxies of the environment. */
  readonly fetch?: Fetch;
  /** Where Hugging Face is, `HF_ENDPOINT` unless given. */
  readonly endpoint?: string;
  /** Sent to the endpoint and to nobody else; `HF_TOKEN` unless given. */
  readonly token?: string;
  /** Fetch it again even if it is there. */
  readonly refresh?: boolean;
  /** Fetch nothing: what is not here is an error. */
  readonly offline?: boolean;
}

/** What vouches for a file: the checksum that its publisher states, that of the hub when it was fetched, or nothing. */
export type Verified = 'published' | 'hub' | 'unverified';

/** A model on the disk, and how it came there. */
export interface PulledModel {
  /** The `.onnx` file. */
  readonly path: string;
  /** The files beside it that hold its data. */
  readonly data: readonly string[];
  /** Of the `.onnx` file. */
  readonly bytes: number;
  readonly sha256: string;
  readonly verified: Verified;
  readonly from: 'package' | 'file' | 'cache' | 'network';
  /** Where it was fetched from. */
  readonly address?: string;
  /** The hub's commit that it is of. */
  readonly commit?: string;
  /** What is known of it, by its name or by its checksum. */
  readonly known?: KnownModel;
}

/**
 * @param name a known name, `owner/name` or `owner/name/path/model.onnx` of Hugging Face with or without `@revision`, an
 * address, or the path of a file
 * @throws UsageError if it names nothing, or `refresh` and `offline` are asked for at once; FileError if it cannot be fetched, is damaged, or is no ONNX model: nothing is left under
 * its final name then, and what has come stays for the next attempt; the signal's reason if that stops it
 */
export async function pullModel(name: string, options: PullOptions = {}): Promise<PulledModel> {
  if (options.refresh && options.offline)
    throw new UsageError('nothing can be fetched again without the network', {
      where: 'offline',
      hint: 'leave one out',
    });
  const reference = parseModelReference(name, existsSync);
  if (reference.kind === 'file') return ownFile(reference.path, options.signal);
  if (reference.kind === 'known') return pullKnown(reference.model, options);
  if (reference.kind === 'hub') return pullFromHub(reference, options);
  const { url } = reference;
  const file = basename(new URL(url).pathname) || 'model.onnx';
  const folder = addressFolder(options.cache ?? cacheFolder(), url);
  return pullTo(
    join(folder, safeName(file)),
    url,
    (location) => new URL(encodeURI(location), url).href,
    false,
    options,
  );
}

/** Whether a known model would have to be fetched. */
export async function isPulled({ source }: KnownModel, cache: string = cacheFolder()): Promise<boolean> {
  if (source.kind === 'package') return true;
  const folder = repositoryFolder(cache, source.repository, source.revision);
  return (await readNote(join(folder, source.path))) !== undefined;
}

async function pullKnown(model: KnownModel, options: PullOptions): Promise<PulledModel> {
  const { source } = model;
  const pulled =
    source.kind === 'package'
      ? { ...(await ownFile(packaged(source), options.signal)), from: 'package' as const }
      : await pullFromHub(source, options);
  return { ...pulled, known: model };
}

const packaged = ({ file }: ModelSource & { readonly kind: 'package' }): string =>
  fileURLToPath(new URL(`../../../backbone/${file}`, import.meta.url));

async function ownFile(path: string, signal: AbortSignal | undefined): Promise<PulledModel> {
  const { bytes } = await openOnnx(path);
  const data = externalFiles(bytes, { where: path });
  const sha256 = await digestOfFile(path, 'sha256', signal);
  const known = modelOfChecksum(sha256);
  const verified = known ? 'published' : 'unverified';
  return { path, data, bytes: bytes.length, sha256, verified, from: 'file', ...(known && { known }) };
}

async function pullFromHub(file: HubFile, options: PullOptions): Promise<PulledModel> {
  const endpoint = options.endpoint ?? hubEndpoint();
  const { repository, revision } = file;
  const folder = repositoryFolder(options.cache ?? cacheFolder(), repository, revision);
  const token = options.token ?? process.env.HF_TOKEN;
  const withToken = { ...options, ...(token && { token }) };
  const path = file.path ?? (await onlyModelIn(folder, options)) ?? (await findModelPath(endpoint, file, withToken));
  const address = (of: string) => fileAddress(endpoint, { repository, revision, path: of });
  const beside = (location: string) => address(join(dirname(path), location).replaceAll('\\', '/'));
  return pullTo(join(folder, ...path.split('/')), address(path), beside, true, withToken);
}

const onlyModelIn = async (folder: string, { refresh }: PullOptions): Promise<string | undefined> => {
  const models = refresh ? [] : await modelsUnder(folder);
  return models.length === 1 ? models[0]!.replaceAll('\\', '/') : undefined;
};

const findModelPath = (endpoint: string, file: HubFile, options: PullOptions): Promise<string> =>
  withNetwork(options, file.repository, (fetch) => modelPathIn(endpoint, file, { ...options, fetch }));

/** @param beside the address of a file with data of the model, by its path relative to the model */
async function pullTo(
  path: string,
  address: string,
  beside: (location: string) => string,
  isHub: boolean,
  options: PullOptions,
): Promise<PulledModel> {
  const there = options.refresh ? undefined : await readNote(path);
  if (there) return described(path, { ...there, from: 'cache' });
  return withNetwork(options, shown(address), (fetch) =>
    alone(path, async () => {
      // The process that held it may have been fetching the same.
      const made = options.refresh ? undefined : await readNote(path);
      if (made) return described(path, { ...made, from: 'cache' });
      const { signal, token, onProgress } = options;
      const how: DownloadOptions = { fetch, isHub, signal, onProgress, token: isHub ? token : undefined };
      const model = await download(address, path, how);
      const data = await dataOf(model.part, shown(address)).catch(async (error: unknown) => {
        await model.discard();
        throw error;
      });
      let verified = model.verified;
      for (const location of data) {
        const one = await download(beside(location), join(dirname(path), location), how);
        verified &&= one.verified;
        await one.place();
      }
      await model.place();
      const { bytes, sha256, commit } = model;
      const note = { address: shown(address), bytes, sha256, verified, data, ...(commit && { commit }) };
      await writeNote(path, note);
      return described(path, { ...note, from: 'network' });
    }),
  );
}

type Fetched = NonNullable<Awaited<ReturnType<typeof readNote>>> & { readonly from: 'cache' | 'network' };

function described(path: string, { verified, ...note }: Fetched): PulledModel {
  const known = modelOfChecksum(note.sha256);
  const by: Verified = known && note.data.length === 0 ? 'published' : verified ? 'hub' : 'unverified';
  return { path, ...note, verified: by, ...(known && { known }) };
}

/** The files that a model has its data in. @throws FileError if it is no ONNX model */
async function dataOf(path: string, where: string): Promise<string[]> {
  const { size } = await stat(path);
  if (size >= 2 ** 31) throw new FileError('is larger than an ONNX file can be', { where, received: `${size} bytes` });
  return externalFiles(await readFile(path), { where });
}

async function withNetwork<T>(
  { fetch, offline }: PullOptions,
  what: string,
  work: (fetch: Fetch) => Promise<T>,
): Promise<T> {
  if (offline) throw new FileError('is not here yet', { where: what, hint: 'fetch it once: graft pull, or pullModel' });
  if (fetch) return work(fetch);
  const network = await openNetwork();
  try {
    return await work(network.fetch);
  } finally {
    await network.close();
  }
}

/** The last part of an address as the name of a file on any system. */
function safeName(name: string): string {
  const plain = decodeURIComponent(name).replace(/[^\w.-]/g, '_');
  return plain.endsWith('.onnx') ? plain : `${plain}.onnx`;
}
