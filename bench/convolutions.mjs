// What one convolution takes in ONNX Runtime and in PyTorch: why a network of them is no faster than it is.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machine } from './machine.mjs';

const script = fileURLToPath(new URL('contestants/convolutions.py', import.meta.url));

export async function convolutionsBench(args) {
  const { values } = parseArgs({ args, options: { threads: { type: 'string', default: '1,2' } } });
  const python = process.env.GRAFT_PYTHON ?? 'python3';
  // PyTorch gives large temporaries back to the system at every call unless glibc is told to keep them.
  const keep = { MALLOC_MMAP_THRESHOLD_: '1000000000', MALLOC_TRIM_THRESHOLD_: '1000000000' };
  console.log(machine());
  for (const threads of values.threads.split(',')) {
    const { status, stdout, stderr } = spawnSync(python, [script, threads], {
      encoding: 'utf8',
      env: { ...process.env, ...keep },
    });
    if (status !== 0) {
      console.error(
        `${stderr.trim().split('\n').at(-1)}\n${python} needs torch, onnx and onnxruntime: set GRAFT_PYTHON to one that has them.`,
      );
      process.exit(1);
    }
    console.log(`\n3 × 3, batch 32, ${threads} thread(s): ms (GFLOP/s)`);
    for (const line of stdout.trim().split('\n')) {
      const { channels, size, mflop, ...times } = JSON.parse(line);
      const shown = Object.entries(times).map(([who, ms]) => `${who} ${ms.toFixed(2)} (${(mflop / ms).toFixed(0)})`);
      console.log(`${channels} channels at ${size} × ${size}: ${shown.join(' · ')}`);
    }
  }
}
