/** What a training needs of the machine's memory, and whether it is there. */
import { freemem } from 'node:os';
import { type Backend, type TrainingMemory, trainingMemory } from '@graftml/core';
import { byteSize } from './output/format.ts';
import { indent, type Screen } from './output/screen.ts';
import { optimizers, type Task } from './task.ts';
import type { TrainingRequest } from './training.ts';

/** Shows an estimate, and a warning where it is more than there is. */
export function showMemory(task: Task, request: TrainingRequest, backend: Backend, screen: Screen): void {
  const { model, learned, batchSize } = task;
  const { accumulate: gradientAccumulationSteps = 1 } = request;
  const needed = trainingMemory(model, backend.capabilities, {
    ...{ loss: learned.loss, metrics: {}, optimizer: optimizers[request.optimizer]() },
    ...{ batchSize, examples: learned.train.size, gradientAccumulationSteps },
  });
  screen.fact('Memory', describeMemory(needed, process.memoryUsage.rss()));
  const { yellow, dim } = screen.colours;
  if (isElsewhere(backend)) return;
  const available = process.availableMemory?.() ?? freemem();
  if (needed.total <= available) return;
  screen.fact('', yellow(`more than is free: ${byteSize(available)}`));
  const smaller = Math.max(1, batchSize >> 1);
  const advice =
    needed.activations < needed.total / 2 || batchSize === 1
      ? 'most of it is for the network itself: take a smaller one, smaller pictures, or --optimizer sgd'
      : `the same in less: --batch-size ${smaller} --accumulate ${gradientAccumulationSteps * Math.round(batchSize / smaller)}`;
  screen.line(`${' '.repeat(indent)}${dim(advice)}`);
}

/** Devices with memory of their own, of which the runtime tells nothing. */
const isElsewhere = ({ capabilities: { device } }: Backend): boolean => device === 'cuda' || device === 'webgpu';

/** `now` is what the process has already: the runtime, and the pictures. */
export function describeMemory({ total, ...parts }: TrainingMemory, now: number): string {
  const listed = Object.entries({ ...parts, 'already here': now }).map(([name, bytes]) => `${name} ${byteSize(bytes)}`);
  return `about ${byteSize(total + now)}: ${listed.join(', ')}`;
}
