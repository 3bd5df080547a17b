/** `graft train --backbone`: a pretrained network, and as much of it trained as suits. */
import { command, sameCommand } from '../command-name.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { createScreen } from '../output/screen.ts';
import { type TransferRequest, transferClassifier } from '../transfer.ts';

export async function transfer(request: TransferRequest, { json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping; the features and the best weights so far are kept', true);
  try {
    const { result, judgedBy } = await transferClassifier(request, screen, interrupt.signal);
    const stopped = result.training?.stopped;
    // Where a head was there before, a training that diverged costs nothing but what it might have won.
    const status = interrupt.exitStatus() ?? (stopped === 'diverged' && result.strategy === 'scratch' ? 1 : 0);
    if (json) {
      process.stdout.write(`${JSON.stringify(result)}\n`);
      return status;
    }
    if (stopped === 'aborted')
      screen.line(
        request.checkpoint === undefined
          ? '\nWith --checkpoint DIR such a training can be resumed.'
          : `\nTo go on:\n  ${sameCommand('--resume')}`,
      );
    if (judgedBy) screen.line(`\nWhat is taken for what:\n  ${command('evaluate', request.out, ...judgedBy)}`);
    if (request.strategy === 'head')
      screen.line(`\nWhether another way is better, in minutes:\n  ${sameCommand('--strategy', 'auto')}`);
    screen.line(`\nNext, on pictures of your own:\n  ${command('predict', request.out, 'PICTURES')}`);
    return status;
  } finally {
    interrupt.release();
  }
}
