/** The state that programs share. The arrays in it are never written to: a run puts new ones in their place. */
import { GraftError, type State, type Tensor, type Tensors, UsageError } from '@graftml/core';
import type { Queue } from './queue.ts';

/** What the executor sees of a state, inside a run. */
export interface Cells {
  readonly current: ReadonlyMap<string, Tensor>;
  /** Puts the next values of some entries in place, and remembers the previous ones until the next time. */
  advance(next: ReadonlyMap<string, Tensor>): void;
}

export const copyOf = (t: Tensor): Tensor => ({ ...t, data: t.data.slice() }) as Tensor;

const typeOf = ({ dtype, shape }: Tensor): string => `${dtype} [${shape}]`;

export function createCells(tensors: Tensors, queue: Queue): { state: State; cells: Cells } {
  const current = new Map(Object.entries(tensors).map(([name, t]) => [name, copyOf(t)]));
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
            throw new GraftError('the tensor does not fit the entry of the state', {
              where: name,
              expected: typeOf(old),
              received: typeOf(t),
            });
          next.set(name, copyOf(t));
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
