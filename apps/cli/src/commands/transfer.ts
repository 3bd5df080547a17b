/** `graft train --backbone`: a new last layer on a pretrained network. */
import { command } from '../command-name.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { createScreen } from '../output/screen.ts';
import { type TransferRequest, transferClassifier } from '../transfer.ts';

export async function transfer(request: TransferRequest, { json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping; the features so far are kept');
  try {
    const { result, judgedBy } = await transferClassifier(request, screen, interrupt.signal);
    if (json) {
      process.stdout.write(`${JSON.stringify(result)}\n`);
      return 0;
    }
    if (judgedBy) screen.line(`\nWhat is taken for what:\n  ${command('evaluate', request.out, ...judgedBy)}`);
    screen.line(`\nNext, on pictures of your own:\n  ${command('predict', request.out, 'PICTURES')}`);
    return 0;
  } finally {
    interrupt.release();
  }
}
