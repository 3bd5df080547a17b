#!/usr/bin/env node
/** The process: checks Node, runs the command line, sets the exit status. */

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`error: Graft needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

// `graft … | head` closes the pipe early, which is no error; what is long stops then (see interrupt.ts).
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

// Standard output is for results: what a library has to say of a damaged picture is none.
console.log = console.error;

const { run } = await import('./cli.ts');
process.exitCode = await run(process.argv.slice(2));
