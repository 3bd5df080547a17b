/** Runs one command line and gives its exit status: 0 done, 1 failed, 2 wrongly asked, 128 + n stopped by signal n. */
import { UsageError } from '@graftml/core';
import { CommanderError } from 'commander';
import { command } from './command-name.ts';
import { Interrupted } from './interrupt.ts';
import { showFailure } from './output/failure.ts';
import { createScreen } from './output/screen.ts';
import { createProgram } from './program.ts';

export async function run(args: readonly string[]): Promise<number> {
  let status = 0;
  const program = createProgram((result) => {
    status = result;
  });
  if (args.length === 0) {
    program.outputHelp();
    return 0;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    const screen = createScreen(process.stderr);
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (error instanceof CommanderError) {
      showFailure(asUsageError(error, args), screen);
      return 2;
    }
    if (error instanceof Interrupted) {
      if (error.status !== 0) screen.line(error.message);
      if (error.status !== 0 && error.goesOn)
        screen.line(`To go on where it stopped:\n  ${command(...process.argv.slice(2))}`);
      return error.status;
    }
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return 0;
    showFailure(error, screen);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Commander's words in our form. */
function asUsageError({ message }: CommanderError, args: readonly string[]): UsageError {
  const [statement = '', suggestion] = message.replace(/^error: /, '').split('\n');
  const near = /\(Did you mean (.+)\?\)/.exec(suggestion ?? '')?.[1];
  const command = args.find((arg) => !arg.startsWith('-'));
  return new UsageError(statement.replace(/\.$/, ''), {
    hint: near
      ? `did you mean ${near}?`
      : `graft ${command && !statement.includes('unknown command') ? `${command} ` : ''}--help shows what there is`,
  });
}
