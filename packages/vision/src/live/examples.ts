/** The pictures that a live classifier has seen, as features: classes may change their names and pictures their class at no cost. */
import { DataError, FileError, readSafetensors, tensor, UsageError, writeSafetensors } from '@graftml/core';

/** A picture that was added. */
export interface LiveExample {
  /** As `add` gave it. */
  readonly id: number;
  readonly label: string;
}

/** Examples in the order in which they came. */
export interface Examples {
  /** Classes that have a picture, in the order in which they came. */
  labels(): readonly string[];
  list(): readonly LiveExample[];
  add(label: string, features: Float32Array): number;
  remove(id: number): void;
  move(id: number, label: string): void;
  rename(label: string, to: string): void;
  merge(label: string, into: string): void;
  removeLabel(label: string): void;
  /** `[size, width]`, and of each row the index into `labels()`. */
  rows(): { readonly x: Float32Array; readonly y: Int32Array };
  save(about: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer>;
}

interface Kept {
  label: string;
  readonly features: Float32Array;
}

/** @param width of the features of one picture */
export function examples(width: number, begin: readonly (LiveExample & Kept)[] = []): Examples {
  const kept = new Map<number, Kept>(begin.map(({ id, label, features }) => [id, { label, features }]));
  let order = [...new Set(begin.map(({ label }) => label))];
  let next = begin.reduce((most, { id }) => Math.max(most, id), 0) + 1;

  const forget = () => {
    const used = new Set([...kept.values()].map(({ label }) => label));
    order = order.filter((label) => used.has(label));
  };
  const know = (label: string) => {
    if (!order.includes(label)) order.push(label);
  };
  const of = (id: number): Kept => {
    const example = kept.get(id);
    if (example) return example;
    throw new UsageError('there is no such picture', { where: `${id}`, hint: 'an id is what add gave' });
  };
  const checkKnown = (label: string) => {
    if (!order.includes(label))
      throw new UsageError(`there is no class "${label}"`, { expected: order.join(', ') || 'a class with pictures' });
  };
  const relabel = (from: string, to: string) => {
    for (const example of kept.values()) if (example.label === from) example.label = to;
  };

  return {
    labels: () => [...order],
    list: () => Array.from(kept, ([id, { label }]) => ({ id, label })),
    add(label, features) {
      know(checkedLabel(label));
      kept.set(next, { label, features });
      return next++;
    },
    remove(id) {
      of(id);
      kept.delete(id);
      forget();
    },
    move(id, label) {
      const example = of(id);
      know(checkedLabel(label));
      example.label = label;
      forget();
    },
    rename(label, to) {
      checkKnown(label);
      checkedLabel(to);
      if (label === to) return;
      if (order.includes(to))
        throw new UsageError(`there is a class "${to}" already`, { hint: `merge("${label}", "${to}") makes them one` });
      order = order.map((known) => (known === label ? to : known));
      relabel(label, to);
    },
    merge(label, into) {
      checkKnown(label);
      checkKnown(into);
      relabel(label, into);
      forget();
    },
    removeLabel(label) {
      checkKnown(label);
      for (const [id, example] of kept) if (example.label === label) kept.delete(id);
      forget();
    },
    rows() {
      const x = new Float32Array(kept.size * width);
      const y = new Int32Array(kept.size);
      [...kept.values()].forEach(({ label, features }, i) => {
        x.set(features, i * width);
        y[i] = order.indexOf(label);
      });
      return { x, y };
    },
    save(about) {
      const { x, y } = this.rows();
      return writeSafetensors(
        {
          features: tensor('float32', [y.length, width], x),
          labels: tensor('int32', [y.length], y),
          ids: tensor('int32', [y.length], [...kept.keys()]),
        },
        { ...about, labels: JSON.stringify(order) },
      );
    },
  };
}

/** What `save` wrote, with what it says about itself. @throws FileError if it is something else, or does not fit together */
export function readExamples(bytes: Uint8Array, width: number, where: string) {
  const { tensors, metadata } = readSafetensors(bytes, where);
  const { features, labels, ids } = tensors;
  const names = parsedNames(metadata.labels);
  const size = ids?.shape[0] ?? 0;
  const fits =
    names &&
    features?.dtype === 'float32' &&
    `${features.shape}` === `${[size, width]}` &&
    labels?.dtype === 'int32' &&
    ids?.dtype === 'int32' &&
    labels.data.length === size &&
    labels.data.every((label) => names[label] !== undefined);
  if (!fits)
    throw new FileError('holds no pictures of a classifier', {
      where,
      expected: `features [N, ${width}], labels and ids, as saveExamples writes them`,
    });
  const list = Array.from(ids.data as Int32Array, (id, i) => ({
    id,
    label: names[labels.data[i]!]!,
    features: features.data.slice(i * width, (i + 1) * width),
  }));
  // Classes come in the order they had, which need not be that of their first pictures.
  list.sort((a, b) => names.indexOf(a.label) - names.indexOf(b.label) || a.id - b.id);
  return { list, about: metadata };
}

export function parsedNames(text: string | undefined): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null');
    return Array.isArray(parsed) && parsed.every((name) => typeof name === 'string') ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function checkedLabel(label: string): string {
  if (typeof label === 'string' && label.trim() !== '') return label;
  throw new DataError('is no name of a class', { where: 'label', received: JSON.stringify(label) ?? 'nothing' });
}
