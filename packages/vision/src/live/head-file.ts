/** The learnt part of a live classifier alone: some kilobytes, of use with the same backbone only. */
import { FileError, readSafetensors, tensor, writeSafetensors } from '@graftml/core';
import type { LinearWeights } from '../transfer/linear-head.ts';
import { parsedNames } from './examples.ts';

/** A linear layer on the features of a backbone, and what its outputs stand for. */
export interface LiveHead extends LinearWeights {
  readonly labels: readonly string[];
}

/** What a head belongs to. */
export interface Owner {
  /** For people. */
  readonly name: string;
  /** See `backboneDigest`. */
  readonly digest: string;
  readonly width: number;
}

export const aboutOwner = ({ name, digest }: Owner): Readonly<Record<string, string>> => ({
  'graft.backbone': name,
  'graft.backbone.sha256': digest,
});

/** @throws FileError if it was written with another backbone */
export function checkOwner(about: Readonly<Record<string, string>>, { name, digest }: Owner, where: string): void {
  const written = about['graft.backbone.sha256'];
  if (written === digest) return;
  throw new FileError('was written with another backbone, whose features mean something else', {
    where,
    expected: `${name}, ${digest.slice(0, 12)}`,
    received: written === undefined ? 'a file that names none' : `${about['graft.backbone']}, ${written.slice(0, 12)}`,
    hint: 'open it with the backbone that it was made with',
  });
}

export function writeHead({ kernel, bias, labels }: LiveHead, owner: Owner): Uint8Array<ArrayBuffer> {
  return writeSafetensors(
    {
      kernel: tensor('float32', [owner.width, labels.length], kernel),
      bias: tensor('float32', [labels.length], bias),
    },
    { ...aboutOwner(owner), labels: JSON.stringify(labels) },
  );
}

/** @throws FileError if it is no head, damaged, or one of another backbone */
export function readHead(bytes: Uint8Array, owner: Owner, where: string): LiveHead {
  const { tensors, metadata } = readSafetensors(bytes, where);
  const labels = parsedNames(metadata.labels);
  const { kernel, bias } = tensors;
  if (!labels || kernel?.dtype !== 'float32' || bias?.dtype !== 'float32')
    throw new FileError('is no head of a classifier', {
      where,
      expected: 'kernel, bias and labels, as save writes them',
    });
  checkOwner(metadata, owner, where);
  const expected = [owner.width, labels.length];
  if (`${kernel.shape}` !== `${expected}` || `${bias.shape}` !== `${labels.length}`)
    throw new FileError('has weights that do not fit its labels', {
      where,
      expected: `kernel [${expected.join(', ')}] and bias [${labels.length}]`,
      received: `[${kernel.shape.join(', ')}] and [${bias.shape.join(', ')}]`,
    });
  return { labels, kernel: Float32Array.from(kernel.data), bias: Float32Array.from(bias.data) };
}
