/** Arrays that are lent, and taken back for later nodes and later runs. */
import { allocate, bytesPerElement, type DType, type Tensor, type TensorData } from '@graftml/core';
import type { Allocate } from './kernels/kernel.ts';

export interface Memory {
  readonly allocate: Allocate;
  /** Counts one more user of a tensor's array. Arrays that were not lent here are ignored, as below. */
  keep(tensor: Tensor): void;
  /** Counts one user less; without users the array is lent again. */
  drop(tensor: Tensor): void;
  /** Takes back what was allocated since the last call and has no user. */
  sweep(): void;
  /** Gives an array away for good; false if it was not lent here, or given away before. */
  giveAway(tensor: Tensor): boolean;
  /** Takes everything back that was not given away: after a run, or a run that failed. */
  reset(): void;
}

type AnyArray = TensorData[DType];

/** Small arrays are made anew: that costs less than keeping them. */
const leastBytes = 1024;

export function memory(): Memory {
  const free = new Map<string, AnyArray[]>();
  const users = new Map<AnyArray, number>();
  let recent: AnyArray[] = [];
  const keyOf = (dtype: DType, length: number) => `${dtype} ${length}`;
  const keys = new Map<AnyArray, string>();

  const takeBack = (data: AnyArray): void => {
    const key = keys.get(data)!;
    keys.delete(data);
    users.delete(data);
    const list = free.get(key);
    if (list) list.push(data);
    else free.set(key, [data]);
  };

  return {
    allocate<D extends DType>(dtype: D, length: number): TensorData[D] {
      if (length * bytesPerElement(dtype) < leastBytes) return allocate(dtype, length);
      const key = keyOf(dtype, length);
      const data = (free.get(key)?.pop() as TensorData[D] | undefined) ?? allocate(dtype, length);
      keys.set(data, key);
      users.set(data, 0);
      recent.push(data);
      return data;
    },
    keep({ data }) {
      const count = users.get(data);
      if (count !== undefined) users.set(data, count + 1);
    },
    drop({ data }) {
      const count = users.get(data);
      if (count === undefined) return;
      if (count === 1) takeBack(data);
      else users.set(data, count - 1);
    },
    sweep() {
      for (const data of recent) if (users.get(data) === 0) takeBack(data);
      recent = [];
    },
    giveAway({ data }) {
      keys.delete(data);
      return users.delete(data);
    },
    reset() {
      recent = [];
      for (const data of [...keys.keys()]) takeBack(data);
    },
  };
}
