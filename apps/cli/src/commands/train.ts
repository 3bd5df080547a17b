/** `graft train` */
import { command } from '../command-name.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { createScreen } from '../output/screen.ts';
import { type TrainingRequest, trainClassifier } from '../training.ts';

export async function train(request: TrainingRequest, { json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping after this step');
  const write = (row: unknown) => process.stdout.write(`${JSON.stringify(row)}\n`);
  try {
    const result = await trainClassifier(request, screen, interrupt.signal, json ? write : undefined);
    if (json) write(result);
    else {
      screen.line('\nNext, on pictures of your own:');
      screen.line(`  ${command('predict', request.out, 'PICTURES')}`);
    }
    return interrupt.exitStatus() ?? 0;
  } finally {
    interrupt.release();
  }
}
