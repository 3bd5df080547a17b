/** `graft find-lr` */
import { findLearningRate, type RangeTest, UsageError } from '@graftml/core';
import { learningRateCurve } from '@graftml/plot';
import { checkWritable, writeWhole } from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { openBackend } from '../device.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { drawMoment } from '../output/bar.ts';
import { counted, figure } from '../output/format.ts';
import { createScreen, type Screen } from '../output/screen.ts';
import { printable } from '../output/text.ts';
import { namedModel, openTask, optimizers, type TaskRequest } from '../task.ts';

export interface RangeRequest extends TaskRequest {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  readonly out: string;
}

export async function findLr(request: RangeRequest, { json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping after this step');
  try {
    const found = await test(request, screen, interrupt.signal);
    interrupt.signal.throwIfAborted();
    const { suggestion, losses } = found;
    if (losses.length > 1) {
      await writeWhole(request.out, learningRateCurve(found));
      screen.fact('Curve', printable(request.out));
    }
    if (json) process.stdout.write(`${JSON.stringify({ ...found, suggestion: suggestion ?? null })}\n`);
    else for (const line of nextSteps(request, suggestion)) screen.line(line);
    return suggestion === undefined ? 1 : 0;
  } finally {
    interrupt.release();
  }
}

async function test(request: RangeRequest, screen: Screen, signal: AbortSignal): Promise<RangeTest> {
  const { from, to, steps, seed } = request;
  if (to <= from)
    throw new UsageError('is not above --from', { where: '--to', expected: `above ${from}`, received: `${to}` });
  const named = await namedModel(request);
  await checkWritable(request.out);
  const backend = await openBackend(request);
  try {
    const task = await openTask(request, named, backend, screen, signal);
    const { model, learned, batchSize } = task;
    const found = await findLearningRate(model, learned.train, {
      ...{ backend, loss: learned.loss, optimizer: optimizers[request.optimizer](), batchSize, seed },
      ...{ from, to, steps, signal },
      onProgress: ({ step, rate, smoothed }) =>
        screen.live(() => {
          const figures = [`rate ${shown(rate)}`, `loss ${figure(smoothed)}`];
          return drawMoment({ what: 'Testing', share: step / steps, figures }, screen);
        }),
    }).finally(task.close);
    screen.clear();
    const end = found.stopped === 'diverged' ? `, until the loss diverged at ${shown(found.rates.at(-1)!)}` : '';
    screen.fact('Tested', `rates from ${shown(from)} to ${shown(to)} in ${counted(steps, 'step')}${end}`);
    showFound(found, screen);
    return found;
  } finally {
    await backend.dispose();
  }
}

function showFound({ suggestion, basis, stopped }: RangeTest, screen: Screen): void {
  const { bold, yellow } = screen.colours;
  if (suggestion !== undefined)
    screen.fact(
      'Found',
      `${bold(shown(suggestion))}, a tenth of the rate at which the loss ${basis === 'least' ? 'was least' : 'began to rise; it did not fall, and more steps tell better (--steps)'}`,
    );
  else if (stopped !== 'aborted') screen.fact('Found', yellow('no rate at which the loss falls or rises'));
}

/** Two digits are more than such a test can tell. */
const shown = (rate: number): string => String(Number(rate.toPrecision(2)));

function nextSteps(request: RangeRequest, suggestion: number | undefined): readonly string[] {
  const { data, model, validation, batchSize, optimizer, size, augment, seed, device, threads } = request;
  if (suggestion === undefined)
    return ['\nNext, try other rates (--from, --to), more steps (--steps), or another optimizer.'];
  const options = {
    '--model': model,
    '--validation': validation,
    '--batch-size': batchSize,
    '--optimizer': optimizer,
    '--lr': shown(suggestion),
    '--size': size && `${size.width}x${size.height}`,
    '--augment': augment,
    '--seed': seed,
    '--device': device === 'auto' ? undefined : device,
    '--threads': threads,
  };
  const words = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name, `${value}`]));
  return ['\nNext:', `  ${command('train', ...data, ...words)}`];
}
