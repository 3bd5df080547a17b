/** `graft train` */
import { command, sameCommand } from '../command-name.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { createScreen } from '../output/screen.ts';
import { type TrainingRequest, type TrainingResult, trainClassifier } from '../training.ts';

export async function train(request: TrainingRequest, { json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping after this step');
  const write = (row: unknown) => process.stdout.write(`${JSON.stringify(row)}\n`);
  try {
    const result = await trainClassifier(request, screen, interrupt.signal, json ? write : undefined);
    if (json) write(result);
    else for (const line of nextSteps(request, result.stopped)) screen.line(line);
    return interrupt.exitStatus() ?? (result.stopped === 'diverged' ? 1 : 0);
  } finally {
    interrupt.release();
  }
}

function nextSteps({ out, checkpoint }: TrainingRequest, stopped: TrainingResult['stopped']): readonly string[] {
  const tryIt = `  ${command('predict', out, 'PICTURES')}`;
  if (stopped === 'diverged') return ['\nThe model has the last good weights. Next, try a smaller learning rate: --lr'];
  if (stopped !== 'aborted') return ['\nNext, on pictures of your own:', tryIt];
  return checkpoint === undefined
    ? ['\nWith --checkpoint DIR a training can be resumed. Next, on pictures of your own:', tryIt]
    : ['\nTo go on:', `  ${sameCommand('--resume')}`];
}
