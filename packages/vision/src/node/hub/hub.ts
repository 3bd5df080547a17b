/** Hugging Face: addresses of files, and which file of a repository is the model. */
import { FileError, UsageError } from '@graftml/core';
import { refusal } from './refusal.ts';
import { type RequestOptions, reasonOf, request, shown } from './request.ts';

export interface HubFile {
  readonly repository: string;
  /** A commit, branch or tag. */
  readonly revision: string;
  readonly path?: string;
}

/** Where the hub is: `HF_ENDPOINT`, a mirror, where that is set. @throws UsageError if it is no address */
export function hubEndpoint(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const text = (env.HF_ENDPOINT || 'https://huggingface.co').replace(/\/+$/, '');
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new UsageError('is no address', { where: 'HF_ENDPOINT', expected: 'https://huggingface.co', received: text });
  return text;
}

export const fileAddress = (endpoint: string, { repository, revision, path }: Required<HubFile>): string =>
  `${endpoint}/${repository}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`;

/** The `.onnx` file that a repository is about: the only one, or the one where exporters put it. */
export async function modelPathIn(
  endpoint: string,
  { repository, revision }: HubFile,
  options: RequestOptions,
): Promise<string> {
  const address = `${endpoint}/api/models/${repository}/revision/${encodeURIComponent(revision)}`;
  const { response } = await request(address, options);
  if (response.status !== 200) {
    await response.body?.cancel();
    throw refusal(response, shown(address), options.token !== undefined);
  }
  const models = namesIn(await response.json().catch((cause: unknown) => answerError(address, reasonOf(cause), cause)))
    .filter((name) => name.endsWith('.onnx'))
    .sort();
  const usual = ['onnx/model.onnx', 'model.onnx', `${repository.split('/')[1]}.onnx`];
  const found = models.length === 1 ? models[0] : usual.find((name) => models.includes(name));
  if (found !== undefined) return found;
  const where = `${repository}${revision === 'main' ? '' : `@${revision}`}`;
  if (models.length === 0)
    throw new FileError('has no .onnx file', {
      where,
      hint: 'look for an export of it: many are by onnx-community and Xenova',
    });
  throw new UsageError('has several .onnx files', {
    where,
    received: `${models.slice(0, 10).join(', ')}${models.length > 10 ? ` and ${models.length - 10} more` : ''}`,
    hint: `say which: ${repository}/${models[0]}`,
  });
}

function namesIn(answer: unknown): string[] {
  const { siblings } = (typeof answer === 'object' && answer !== null ? answer : {}) as { readonly siblings?: unknown };
  if (!Array.isArray(siblings)) return [];
  return siblings.flatMap((entry: { readonly rfilename?: unknown } | null) =>
    typeof entry?.rfilename === 'string' && isInside(entry.rfilename) ? entry.rfilename : [],
  );
}

/** A path that stays below the folder that it is put in. */
const isInside = (path: string): boolean =>
  !/[\\:\0]/.test(path) && path.split('/').every((part) => part !== '' && !/^\.+$/.test(part));

const answerError = (address: string, received: string, cause: unknown): never => {
  throw new FileError('does not answer as the hub does', {
    where: shown(address),
    received,
    hint: 'check HF_ENDPOINT; a network that asks to sign in answers for everybody',
    cause,
  });
};
