/** The state that programs share. The arrays in it are never written to: a run puts new ones in their place. */
import { DataError, type State, type Tensor, type Tensors, UsageError } from '@graftml/core';
import { requireFilled } from './feeds.ts';
import type { Queue } from './queue.ts';

/** What the executor sees of a state, inside a run. */
export interface Cells {
  readonly current: ReadonlyMap<string, Tensor>;
  /** Puts the next values of some entries in place, and remembers the previous ones until the next time. */
  advance(next: ReadonlyMap<string, Tensor>): void;
}

/** A copy of a tensor from outside, checked. */
function taken(name: string, t: Tensor): Tensor {
  requireFilled(t, name);
  return copyOf(t);
}

export const copyOf = (t: Tensor): Tensor => ({ ...t, data: t.data.slice() }) as Tensor;

const typeOf = ({ dtype, shape }: Tensor): string => `${dtype} [${shape}]`;

export function createCells(tensors: Tensors, queue: Queue): { state: State; cells: Cells } {
  const current = new Map(Object.entries(tensors).map(([name, t]) => [name, taken(name, t)]));
  let previous: ReadonlyMap<string, Tensor> | undefined;
  const replace = (next: ReadonlyMap<string, Tensor>) => {
    for (const [name, t] of next) current.set(name, t);
  };

  const state: State = {
    read: () => queue(() => Object.fromEntries([...current].map(([name, t]) => [name, copyOf(t)]))),
    write: (values) =>
      queue(() => {
        const next = new Map<string, Tensor>();
        for (const [name, t] of Object.entries(values)) {
          const old = current.get(name);
          if (!old)
            throw new UsageError('the state has no such entry', {
              where: name,
              expected: `one of ${[...current.keys()].join(', ')}`,
            });
          if (typeOf(old) !== typeOf(t))
            throw new DataError('the tensor does not fit the entry of the state', {
              where: name,
              expected: typeOf(old),
              received: typeOf(t),
            });
          next.set(name, taken(name, t));
        }
        replace(next);
        // What was written is not the outcome of a run: going back behind it would mix two histories.
        previous = undefined;
      }),
    rollback: () =>
      queue(() => {
        if (!previous)
          throw new UsageError('there is no run to undo', {
            where: 'rollback',
            hint: 'a state can be rolled back once after each run that changed it',
          });
        replace(previous);
        previous = undefined;
      }),
  };
  const cells: Cells = {
    current,
    advance(next) {
      previous = new Map([...next.keys()].map((name) => [name, current.get(name)!]));
      replace(next);
    },
  };
  return { state, cells };
}
