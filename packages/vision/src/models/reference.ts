/** What the words mean that name a model: a known name, a repository of the hub, an address, or a file. */
import { UsageError } from '@graftml/core';
import { type KnownModel, knownModel, knownModels } from './known.ts';

/** What a name of a model turns out to mean. */
export type ModelReference =
  | { readonly kind: 'known'; readonly model: KnownModel }
  /** Without a path, the repository's only or usual `.onnx` file is meant. */
  | { readonly kind: 'hub'; readonly repository: string; readonly path?: string; readonly revision: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'file'; readonly path: string };

const part = /^[\w.-]+$/;

/**
 * `'mobilenet-v2'`, `'owner/name'`, `'owner/name/path/model.onnx'`, each of these two with `@revision`, `'https://…'`, or the
 * path of a file. What looks like both a path and a repository is a file if there is one of that name.
 *
 * @param isFile whether there is a file of that name; in a browser there is none
 * @throws UsageError if it is nothing of these
 */
export function parseModelReference(text: string, isFile: (path: string) => boolean = () => false): ModelReference {
  const model = knownModel(text);
  if (model) return { kind: 'known', model };
  if (/^https?:\/\//i.test(text)) return fromAddress(text);
  if (isFile(text) || /^(\.{0,2}\/|~|[A-Za-z]:[\\/])/.test(text)) return { kind: 'file', path: text };
  const [name = '', ...rest] = text.split('@');
  const revision = rest.join('@');
  const parts = name.split('/');
  const isHub = parts.length > 1 && parts.every((word) => part.test(word) && !/^\.+$/.test(word));
  if (isHub && (parts.length === 2 || name.endsWith('.onnx')) && (rest.length === 0 || isRevision(revision))) {
    const [owner, repository, ...path] = parts;
    return {
      kind: 'hub',
      repository: `${owner}/${repository}`,
      ...(path.length > 0 && { path: path.join('/') }),
      revision: revision || 'main',
    };
  }
  if (text.endsWith('.onnx')) return { kind: 'file', path: text };
  throw new UsageError(`there is no model '${text}'`, {
    expected: `${knownModels.map((known) => known.name).join(', ')}, owner/name of Hugging Face, an address, or an .onnx file`,
  });
}

/** The commit, branch or tag: what may stand in an address as it is, without leading out of it. */
const isRevision = (text: string): boolean => /^[\w.-]+(\/[\w.-]+)*$/.test(text) && !/(^|\/)\.+(\/|$)/.test(text);

/** An address; that of a file on the hub's own pages is the file's. */
function fromAddress(text: string): ModelReference {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new UsageError('is no address', { where: text, expected: 'https://host/path/model.onnx', cause });
  }
  if (url.hostname === 'huggingface.co') {
    const [owner, name, way, revision, ...path] = url.pathname.split('/').slice(1).map(decodeURIComponent);
    const repository = `${owner}/${name}`;
    if (name && part.test(name) && way === undefined) return { kind: 'hub', repository, revision: 'main' };
    const isFile = (way === 'resolve' || way === 'blob' || way === 'raw') && path.length > 0;
    if (isFile && isRevision(revision ?? '') && isRevision(path.join('/')))
      return { kind: 'hub', repository, path: path.join('/'), revision: revision! };
  }
  return { kind: 'url', url: url.href };
}
