/** Trainings that stop: by Ctrl-C, by SIGKILL at any moment, by a NaN; and how they go on. */
import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uniforms } from '@graftml/core';
import { openClassifier } from '@graftml/vision';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPictures, drawTwoClasses, graft, main, removeFolders, temporaryFolder } from './support/graft.ts';

let folder: string;
const run = (...args: string[]) => graft(args, { cwd: folder });
const read = (name: string) => readFile(join(folder, name));
const lines = (text: string) => text.trimEnd().split('\n');

/** Everything that has a memory: batch normalisation, dropout, an optimizer with slots. */
const network = `
import { batchNormalization, conv2D, dense, dropout, flatten, relu, sequential } from '@graftml/core';
export const model = ({ input, classes }: { input: readonly number[]; classes: number }) =>
  sequential({ input }, [conv2D(4, 3), batchNormalization(), relu(), flatten(), dropout(0.3), dense(classes)]);
`;
const epochs = 12;
const settings = [
  ...['train', 'pictures', '--model', 'network.ts', '--epochs', `${epochs}`, '--optimizer', 'adam'],
  ...['--batch-size', '4', '--device', 'cpu', '--json'],
];
/** Saves after almost every step. */
const saved = (to: string) => [...settings, '--out', `${to}.onnx`, '--checkpoint', to, '--checkpoint-every', '0.01'];

/** The epochs that a training told of, without those that an earlier part of it told already. */
const epochsIn = (stdout: string) =>
  lines(stdout)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((row) => 'epoch' in row);

/** The uninterrupted training: its file, and its epochs. */
let whole: { readonly file: Buffer; readonly history: readonly unknown[]; readonly milliseconds: number };

beforeAll(async () => {
  folder = await temporaryFolder();
  await drawTwoClasses(join(folder, 'pictures'));
  await writeFile(join(folder, 'network.ts'), network);
  const began = performance.now();
  const { status, stdout, stderr } = await run(...saved('whole'));
  expect(status, stderr).toBe(0);
  const milliseconds = performance.now() - began;
  whole = { file: await read('whole.onnx'), history: epochsIn(stdout), milliseconds };
});
afterAll(removeFolders);

describe('a training that is killed', () => {
  /** `GRAFT_KILLS=50` for a thorough look. */
  const times = Number(process.env.GRAFT_KILLS ?? 3);

  it(`at ${times} moments goes on to the very same file`, { timeout: 60_000 + times * 20_000 }, async () => {
    const moments = uniforms({ seed: times, purpose: 'kill' }, times);
    for (const [i, moment] of moments.entries()) {
      const name = `killed-${i}`;
      await killedAfter(moment * whole.milliseconds, saved(name));
      const { status, stdout, stderr } = await run(...saved(name), '--resume');
      expect(status, stderr).toBe(0);
      expect((await read(`${name}.onnx`)).equals(whole.file), `killed at ${moment.toFixed(3)} of the time`).toBe(true);
      const later = epochsIn(stdout);
      if (later.length > 0) expect(later).toEqual(whole.history.slice(-later.length));
      // What was being written is gone, and one checkpoint is left.
      const left = await readdir(join(folder, name));
      expect(left.sort()).toEqual([expect.stringMatching(/^last-\d+-0\.safetensors$/), 'last.json']);
      await rm(join(folder, name), { recursive: true });
    }
  });

  const killedAfter = (milliseconds: number, args: readonly string[]) =>
    new Promise<void>((resolve) => {
      const child = spawn(process.execPath, [main, ...args], { cwd: folder, stdio: 'ignore' });
      const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
      child.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
});

describe('a training that is stopped by Ctrl-C', () => {
  it('saves itself, tells how to go on, and goes on to the very same file', async () => {
    let sent = false;
    const args = saved('stopped').filter((word) => word !== '--json');
    const stopped = await graft(args, {
      cwd: folder,
      watch(said, child) {
        if (!sent && said.includes(` 3/${epochs}`)) sent = child.kill('SIGINT');
      },
    });
    expect(stopped.status).toBe(130);
    const [, next] = /To go on:\n +graft (.*)/.exec(stopped.stdout)!;
    expect(next).toBe(`${args.join(' ')} --resume`);
    expect(openClassifier(await read('stopped.onnx')).labels).toEqual(['blue', 'red']);
    const resumed = await run(...next!.split(' '));
    expect(resumed.status).toBe(0);
    expect(resumed.stdout).toMatch(/Resumed +(in epoch \d+, after \d+ steps|after epoch \d+), as saved in stopped/);
    expect((await read('stopped.onnx')).equals(whole.file)).toBe(true);
    expect(resumed.stdout).not.toMatch(/^ +1\/12 /m);
  });
});

describe('--checkpoint and --resume', () => {
  it('begin at the beginning where nothing is saved, and say so', async () => {
    const { status, stdout, stderr } = await run(...saved('fresh'), '--resume');
    expect(status).toBe(0);
    expect(stderr).toMatch(/Resumed +nothing is saved in fresh yet: from the beginning/);
    expect(epochsIn(stdout)).toHaveLength(epochs);
    expect((await read('fresh.onnx')).equals(whole.file)).toBe(true);
  });

  it('write the file of a training that is over again, and train more epochs', async () => {
    const again = await run(...saved('whole'), '--resume');
    expect(again.stderr).toMatch(/no epoch is left to train/);
    expect(lines(again.stdout).map((line) => JSON.parse(line))).toMatchObject([
      { resumed: { epoch: epochs + 1, batch: 0 } },
      { stopped: 'completed', epochs },
    ]);
    expect((await read('whole.onnx')).equals(whole.file)).toBe(true);
    const more = await run(...saved('whole').with(5, `${epochs + 2}`), '--resume');
    expect(epochsIn(more.stdout)).toMatchObject([{ epoch: epochs + 1 }, { epoch: epochs + 2 }]);
  });

  it('do not mix trainings', async () => {
    await cp(join(folder, 'whole'), join(folder, 'mixed'), { recursive: true });
    const args = (...more: string[]) => [...saved('mixed'), '--resume', ...more];
    const refused = async (given: readonly string[], why: RegExp, status = 2) => {
      const outcome = await run(...given);
      expect(outcome.stderr.replace(/\s+/g, ' ')).toMatch(why);
      expect([outcome.status, outcome.stdout.includes('"params"')]).toEqual([status, false]);
    };
    await refused(saved('mixed'), /--checkpoint mixed: holds a training already.*after epoch 14.*add --resume/);
    await refused(args('--seed', '9'), /the seed differs. Expected 1; received 9/);
    await refused(args('--optimizer', 'sgd'), /the optimizer differs. Expected adam; received sgd/);
    await refused(args('--batch-size', '5'), /the batch size differs/);
    await refused(args('--patience', '3'), /early stopping \(--patience\) differs. Expected off; received on/);
    await refused(args('--epochs', '20', '--validation', '0'), /the number of training examples differs/);
    await cp(join(folder, 'pictures'), join(folder, 'other'), { recursive: true });
    await drawPictures(join(folder, 'other/train/red'), [250, 60, 60], 1);
    await refused(args().with(1, 'other'), /what is in the (training|validation) pictures differs/);
    await refused([...settings, '--resume'], /--resume: needs the folder.*--checkpoint DIR --resume/);
    await refused([...settings, '--checkpoint-every', '5'], /--checkpoint-every: needs a folder/);
  });

  it('tell of a checkpoint that is damaged, and of a place that is none', async () => {
    const damaged = async (name: string, damage: (at: string, tensors: string) => Promise<unknown>) => {
      await cp(join(folder, 'whole'), join(folder, name), { recursive: true });
      const [tensors] = (await readdir(join(folder, name))).filter((file) => file.endsWith('.safetensors'));
      await damage(join(folder, name), join(folder, name, tensors!));
      const { status, stderr } = await run(...saved(name), '--resume');
      expect(status).toBe(1);
      return stderr.replace(/\s+/g, ' ');
    };
    expect(await damaged('cut', (_, tensors) => truncate(tensors, 100))).toMatch(
      /cut\/last-.*missing or cut off. Expected \d+ bytes; received 100/,
    );
    expect(await damaged('lost', (_, tensors) => rm(tensors))).toMatch(/lost\/last-.*received no file/);
    expect(await damaged('text', (at) => writeFile(join(at, 'last.json'), 'text'))).toMatch(
      /text\/last\.json: is no JSON/,
    );
    await writeFile(join(folder, 'taken'), '');
    const taken = await run(...saved('taken'));
    expect([taken.status, taken.stderr]).toEqual([1, expect.stringMatching(/taken: cannot be made a folder.*a file/s)]);
    await mkdir(join(folder, 'empty'));
  });
});

describe('a training that comes to a NaN', () => {
  it('undoes the step, keeps what was good, says what went wrong where, and ends with 1', async () => {
    await writeFile(
      join(folder, 'explodes.ts'),
      `import { dense, flatten, initializers, layer, sequential } from '@graftml/core';
const power = layer('Power', (at, x) => at.g.pow(x, 9));
export const model = ({ input, classes }: { input: readonly number[]; classes: number }) =>
  sequential({ input }, [flatten(), dense(4, { name: 'hidden' }), power, dense(classes)]);`,
    );
    const args = [
      '--model',
      'explodes.ts',
      '--optimizer',
      'sgd',
      '--lr',
      '0.5',
      '--batch-size',
      '4',
      '--device',
      'cpu',
    ];
    const { status, stdout, stderr } = await run('train', 'pictures', ...args, '--out', 'explodes.onnx');
    expect(status).toBe(1);
    expect(stderr).toBe('');
    const said = stdout.replace(/\s+/g, ' ');
    expect(said).toMatch(/Stopped the norm of the gradient of hidden\/kernel became Infinity at epoch 1, step 2; /);
    expect(said).toMatch(/gradient_norms\/Mul: \d+ infinite of 768 from finite inputs .*; that step is undone/);
    expect(said).toMatch(/The model has the last good weights. Next, try a smaller learning rate/);
    expect(openClassifier(await read('explodes.onnx')).labels).toEqual(['blue', 'red']);
  });
});
