/** The command line, for programs that want to run it: `await run(['doctor'])`. */
export { run } from './cli.ts';
