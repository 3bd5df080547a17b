import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openClassifier } from '@graftml/vision';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawPictures, drawTwoClasses, graft, type Outcome, removeFolders, temporaryFolder } from './support/graft.ts';

let folder: string;
/** What the training said that made model.onnx. */
let trained: Outcome;
const run = (...args: string[]) => graft(args, { cwd: folder });
const lines = (text: string) => text.trimEnd().split('\n');
const json = (text: string) => JSON.parse(lines(text).at(-1)!) as Record<string, unknown>;
const exists = (name: string) => stat(join(folder, name)).then(() => true, () => false); // biome-ignore format: one thought

/** A model that is trained in a moment, and tells the two classes apart. */
const tiny = `import { dense, flatten, sequential } from '@graftml/core';
type Request = { readonly input: readonly number[]; readonly classes: number };
export const model = ({ input, classes }: Request) => sequential({ input, name: 'tiny' }, [flatten(), dense(classes)]);
`;
const quick = ['--model', 'tiny.ts', '--epochs', '3', '--optimizer', 'sgd', '--lr', '0.05', '--device', 'cpu'];

beforeAll(async () => {
  folder = await temporaryFolder();
  await drawTwoClasses(join(folder, 'pictures'));
  await writeFile(join(folder, 'tiny.ts'), tiny);
  trained = await run('train', 'pictures', ...quick, '--json');
  expect(trained.status, trained.stderr).toBe(0);
});

afterAll(removeFolders);

describe('help', () => {
  it('is shown for nothing, and for a command with examples', async () => {
    const alone = await run();
    expect(alone.status).toBe(0);
    for (const command of [
      'train',
      'augment',
      'export-step',
      'evaluate',
      'predict',
      'summary',
      'inspect',
      'models',
      'pull',
      'doctor',
      'demo',
    ])
      expect(alone.stdout).toContain(`\n  ${command} [options]`);
    for (const command of ['train', 'predict']) {
      const { status, stdout } = await run(command, '--help');
      expect(status).toBe(0);
      expect(stdout).toMatch(new RegExp(`Examples:\n {2}graft ${command}`));
    }
  });

  it('tells the version', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
    expect((await run('--version')).stdout).toBe(`${version}\n`);
  });
});

describe('the way from pictures to predictions', () => {
  it('trains: table, epochs, best epoch, test, next step', async () => {
    const { status, stdout } = await run('train', 'pictures', ...quick, '--out', 'other.onnx');
    expect(status).toBe(0);
    expect(stdout).toContain('28 to train, 4 to validate, 8 to test');
    expect(stdout).toContain('Total params: 386');
    expect(stdout).toMatch(/^ +1\/3 .*\n +2\/3 .*\n +3\/3 /m);
    expect(stdout).toMatch(/Best +epoch \d: /);
    expect(stdout).toMatch(/Test +100\.0 % right of 8 pictures/);
    expect(stdout).toContain('graft predict other.onnx');
    expect(stdout).not.toContain('\u001b');
  });

  it('gives the same file for the same seed, and another for another', async () => {
    const file = (name: string) => readFile(join(folder, name));
    await run('train', 'pictures', ...quick, '--seed', '2', '--out', 'seed2.onnx');
    expect((await file('other.onnx')).equals(await file('model.onnx'))).toBe(true);
    expect((await file('seed2.onnx')).equals(await file('model.onnx'))).toBe(false);
  });

  it('with --json says only JSON, and the result in the last line', () => {
    const { status, stdout, stderr } = trained;
    expect(status).toBe(0);
    expect(lines(stdout)).toHaveLength(4);
    const rows = lines(stdout).map((line) => JSON.parse(line));
    expect(rows[0]).toMatchObject({ epoch: 1, loss: expect.any(Number), val_accuracy: expect.any(Number) });
    const figures = { loss: expect.any(Number), accuracy: expect.any(Number) };
    expect(rows[3]).toEqual({
      params: 386,
      epochs: 3,
      stopped: 'completed',
      bestEpoch: expect.any(Number),
      val: figures,
      test: { loss: expect.any(Number), accuracy: 1 },
      seconds: expect.any(Number),
      imagesPerSecond: expect.any(Number),
      device: 'cpu',
    });
    const losses = rows.slice(0, 3).map((row) => row.val_loss);
    expect(rows[3].val.loss).toBe(Math.min(...losses));
    expect(rows[3].bestEpoch).toBe(1 + losses.indexOf(Math.min(...losses)));
    expect(stderr).toContain('3/3');
  });

  it('trains from archives, a named test set and no validation', async () => {
    execFileSync('tar', ['czf', 'train.tar.gz', '-C', 'pictures', 'train'], { cwd: folder });
    execFileSync('tar', ['cf', 'test.tar', '-C', 'pictures', 'test'], { cwd: folder });
    const { status, stdout, stderr } = await run(
      ...['train', 'train.tar.gz', '--test', 'test.tar', '--validation', '0'],
      ...[...quick, '--batch-size', '8', '--json', '--out', 'tar.onnx'],
    );
    expect(stderr).toContain('32 to train, 8 to test');
    expect(status).toBe(0);
    expect(json(stdout)).toMatchObject({ bestEpoch: null, val: null, test: { accuracy: 1 } });
  });

  it('evaluates a saved model as the training did', async () => {
    const { status, stdout } = await run('evaluate', 'model.onnx', 'pictures/test', '--json', '--device', 'reference');
    expect(status).toBe(0);
    const result = json(stdout);
    expect(result).toMatchObject({ accuracy: 1, n: 8, confusion: [[4, 0], [0, 4]] }); // biome-ignore format: a matrix
    expect(result.loss).toBeCloseTo((json(trained.stdout).test as { loss: number }).loss, 5);
    const table = (await run('evaluate', 'model.onnx', 'pictures')).stdout;
    expect(table).toContain('8, 8×8 RGB, those in test/');
    expect(table).toMatch(/^red +100\.0 % +100\.0 % +100\.0 % +4$/m);
    expect(table).toMatch(/^ +blue +red\nblue +4 +·\nred +· +4$/m);
  });

  it('predicts a folder, a file and an archive, as text, JSON and CSV', async () => {
    const text = await run('predict', 'model.onnx', 'pictures/test/red', '--top', '2');
    expect(text.status).toBe(0);
    expect(lines(text.stdout)).toHaveLength(4);
    expect(lines(text.stdout)[0]).toMatch(/^ +\d+\.\d % +red +\d+\.\d % +blue +pictures\/test\/red\/000\.png$/);

    const one = await run('predict', 'model.onnx', 'pictures/test/blue/001.png', '--json');
    const { file, label, probability, top } = json(one.stdout) as Record<string, unknown>;
    expect([file, label, top]).toEqual(['pictures/test/blue/001.png', 'blue', [{ label: 'blue', probability }]]);

    const csv = await run('predict', 'model.onnx', 'test.tar', '--csv', 'out.csv', '--batch-size', '3');
    expect(csv.status).toBe(0);
    const rows = lines(await readFile(join(folder, 'out.csv'), 'utf8')).map((line) => line.split(','));
    expect(rows[0]).toEqual(['picture', 'label', 'probability']);
    expect(rows.slice(1).map(([name, label]) => name?.split('/').at(-2) === label)).toEqual(Array(8).fill(true));
  });

  it('writes a CSV that survives commas and quotes', async () => {
    await mkdir(join(folder, 'odd'), { recursive: true });
    await cp(join(folder, 'pictures/test/red/000.png'), join(folder, 'odd/a, "b".png'));
    await run('predict', 'model.onnx', 'odd', '--csv', 'odd.csv');
    expect(lines(await readFile(join(folder, 'odd.csv'), 'utf8'))[1]).toMatch(/^"odd\/a, ""b""\.png",red,0\.\d+$/);
  });

  it('survives a reader that leaves', async () => {
    const { stderr, status } = await graft(['predict', 'model.onnx', 'pictures', '--json'], {
      cwd: folder,
      watch: (_, child) => child.stdout?.destroy(),
    });
    expect(status).toBe(0);
    expect(stderr).toBe('');
  });
});

describe('summary', () => {
  it.each([
    ['cifar10-cnn', '528,054'],
    ['cifar10-mlp', '3,590,642'],
    ['vgg16', '138,357,544'],
    ['model.onnx', '386'],
  ])('of %s', async (name, total) => {
    const { status, stdout } = await run('summary', name);
    expect(status).toBe(0);
    expect(stdout).toContain(`Total params: ${total} `);
  });

  it('in the layout of published tables, for another input', async () => {
    const { stdout } = await run('summary', 'cifar10-cnn', '--layout', 'channels-last', '--input', '3x64x96');
    expect(stdout).toContain('(None, 64, 96, 16)');
  });
});

describe('doctor', () => {
  it('says of each device whether it works, why not and what to do', async () => {
    const { status, stdout } = await run('doctor', '--json');
    expect(status).toBe(0);
    const { devices, node } = json(stdout) as { node: string; devices: Record<string, unknown>[] };
    expect(node).toBe(process.versions.node);
    expect(devices.map(({ device }) => device)).toEqual(['cpu', 'cuda', 'webgpu']);
    expect(devices[0]).toMatchObject({ works: true, runtime: expect.stringMatching(/^onnxruntime-node 1\./) });
    for (const report of devices.filter(({ works }) => !works))
      expect(report).toMatchObject({ why: expect.stringMatching(/\w/), hint: expect.stringMatching(/\w/) });
  });
});

describe('wrongly asked: exit 2, one paragraph, what to do', () => {
  it.each([
    [['trian', 'pictures'], /unknown command 'trian'/, /did you mean train\?/],
    [['train', 'pictures', '--epoch', '3'], /unknown option '--epoch'/, /did you mean --epochs\?/],
    [['train'], /missing required argument 'data'/, /graft train --help/],
    [['train', 'pictures', '--epochs', 'many'], /--epochs.*whole number from 1; received\s+'many'/s, /./],
    [['train', 'pictures', '--lr', '-1'], /--lr.*number above 0/s, /./],
    [['train', 'pictures', '--model', 'cifar-cnn'], /no model 'cifar-cnn'/, /did you mean cifar10-cnn\?/],
    [['train', 'pictures', '--device', 'cudda'], /no 'cudda'.*reference/s, /did you mean cuda\?/],
    [['train', 'pictures', '--optimizer', 'adamm'], /no 'adamm'/, /did you mean adam\?/],
    [['train', 'pictures', '--threads', '9999'], /--threads: is more than this machine has/, /./],
    [['train', 'pictures', '--batch-size', '64'], /batch is larger than the set/, /use a batch size of 28/],
    [['train', 'pictures', '--model', 'none.js'], /none\.js: exports no function/, /./],
    [['train', 'pictures', '--model', 'broken.ts'], /broken\.ts: cannot be loaded.*line 2/s, /./],
    [['train', 'pictures', '--model', 'wrong.ts'], /wrong\.ts.*one output for each class.*\[N, 2\]/s, /./],
    [['predict', 'model.onnx', 'pictures', '--top', '3'], /--top: is more than there are classes/, /./],
    [['summary', 'vgg61'], /no model 'vgg61'/, /did you mean vgg16\?/],
  ])('%j', async (args, statement, hint) => {
    await writeFile(join(folder, 'none.js'), 'export const epochs = 3;\n');
    await writeFile(join(folder, 'broken.ts'), 'export const model =\n  enum;\n');
    await writeFile(join(folder, 'wrong.ts'), tiny.replace('dense(classes)', 'dense(7)'));
    const { status, stdout, stderr } = await run(...args, ...(args[0] === 'train' ? ['--out', 'never.onnx'] : []));
    expect(stderr).toMatch(statement);
    expect(stderr).toMatch(hint);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).not.toContain('error');
    expect(status).toBe(2);
    expect(await exists('never.onnx')).toBe(false);
  });
});

describe('bad input: exit 1, one paragraph, nothing half-written', () => {
  /** A copy of the pictures to spoil. */
  const copy = async (name: string) => {
    await cp(join(folder, 'pictures'), join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const fails = async (args: readonly string[], statement: RegExp) => {
    const before = await readdir(folder);
    const { status, stderr } = await run(...args);
    expect(stderr).toMatch(statement);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(1);
    expect(await readdir(folder)).toEqual(before);
  };

  it('a picture that is no picture is left out and told; alone it is an error', async () => {
    const spoilt = await copy('spoilt');
    await writeFile(join(spoilt, 'train/red/note.png'), 'no picture');
    const { status, stdout } = await run('train', 'spoilt', ...quick, '--out', 'spoilt.onnx');
    expect(stdout).toMatch(/Left out +1 picture that cannot be read\n +.*note\.png: /);
    expect(status).toBe(0);
    const predicted = await run('predict', 'model.onnx', 'spoilt/train/red', '--csv', 'spoilt.csv');
    expect(predicted.stderr).toMatch(/left out .*note\.png: /);
    expect(predicted.status).toBe(0);
    expect(lines(await readFile(join(folder, 'spoilt.csv'), 'utf8'))).toHaveLength(17);
    await fails(
      ['predict', 'model.onnx', 'spoilt/train/red/note.png', '--csv', 'no.csv'],
      /note\.png: .*cannot be read/s,
    );
  });

  it('an empty class, and one class', async () => {
    await mkdir(join(await copy('empty'), 'train/green'));
    await fails(['train', 'empty', ...quick, '--out', 'no.onnx'], /green: the class folder holds no picture/);
    await drawPictures(join(folder, 'one/red'), [200, 0, 0], 4);
    await fails(['train', 'one', ...quick, '--out', 'no.onnx'], /just one class/);
  });

  it('a truncated tar, for training and while a CSV is written', async () => {
    execFileSync('tar', ['cf', 'cut.tar', 'pictures'], { cwd: folder });
    const { size } = await stat(join(folder, 'cut.tar'));
    await truncate(join(folder, 'cut.tar'), Math.floor(size / 2 / 512) * 512 + 100);
    await fails(['train', 'cut.tar', ...quick, '--out', 'no.onnx'], /cut\.tar: /);
    await writeFile(join(folder, 'kept.csv'), 'as it was\n');
    await fails(['predict', 'model.onnx', 'cut.tar', '--csv', 'kept.csv'], /cut\.tar: /);
    expect(await readFile(join(folder, 'kept.csv'), 'utf8')).toBe('as it was\n');
  });

  it('a training that diverges at once', async () => {
    const args = [...quick, '--lr', '3e38', '--batch-size', '4', '--out', 'no.onnx'];
    await fails(['train', 'pictures', ...args], /the loss became (NaN|-?Infinity).*smaller learning\s+rate/s);
  });

  it('classes that the model does not know', async () => {
    await drawPictures(join(folder, 'strange/violet'), [200, 0, 200], 2);
    await fails(['evaluate', 'model.onnx', 'strange'], /the class "violet" is unknown.*blue, red/s);
  });

  it('what is no model, and what is not there', async () => {
    await writeFile(join(folder, 'text.onnx'), 'this is text');
    await fails(['predict', 'text.onnx', 'pictures'], /text\.onnx: /);
    await fails(['predict', 'absent.onnx', 'pictures'], /absent\.onnx: is not there/);
    await fails(['train', 'nowhere', ...quick], /nowhere: /);
  });

  it('a place that cannot be written is told before the training', async () => {
    await fails(['train', 'pictures', ...quick, '--out', 'no/such/model.onnx'], /its folder is not there/);
    await fails(['train', 'pictures', ...quick, '--out', 'pictures'], /pictures: is a folder/);
  });

  it('a stack trace is there for who asks', async () => {
    const { stderr } = await graft(['train', 'nowhere'], { cwd: folder, env: { GRAFT_DEBUG: '1' } });
    expect(stderr).toMatch(/^\s+at /m);
  });
});

describe('Ctrl-C', () => {
  it('stops, and keeps a whole model with the best weights', async () => {
    let interrupted = false;
    const { status, stdout } = await graft(
      ['train', 'pictures', ...quick, '--epochs', '100000', '--out', 'stopped.onnx'],
      {
        cwd: folder,
        watch(said, child) {
          if (interrupted || !said.includes(' 3/100000 ')) return;
          interrupted = true;
          child.kill('SIGINT');
        },
      },
    );
    expect(status).toBe(130);
    expect(stdout).toContain('as you asked');
    expect(stdout).toMatch(/Best +epoch \d+/);
    const { labels } = openClassifier(await readFile(join(folder, 'stopped.onnx')));
    expect(labels).toEqual(['blue', 'red']);
    expect((await readdir(folder)).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });

  it('twice leaves at once, without a word of the runtime', async () => {
    let sent = 0;
    const { status, stderr } = await graft(['train', 'pictures', '--epochs', '100000', '--out', 'left.onnx'], {
      cwd: folder,
      watch(said, child) {
        const due = said.includes('once more') ? 2 : said.includes(' 1/100000 ') ? 1 : 0;
        for (; sent < due; sent++) child.kill('SIGINT');
      },
    });
    expect([130, null]).toContain(status); // 130 where it was done already, else it ended by the signal.
    expect(stderr).toBe('');
    expect((await readdir(folder)).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });
});

describe('colour', () => {
  it('is for terminals, and for who forces it', async () => {
    const forced = await graft(['predict', 'model.onnx', 'pictures/test', '--top', '2'], {
      cwd: folder,
      env: { FORCE_COLOR: '1' },
    });
    expect(forced.stdout).toContain('\u001b[');
    const refused = await graft(['predict', 'model.onnx', 'pictures/test', '--top', '2'], {
      cwd: folder,
      env: { FORCE_COLOR: '1', NO_COLOR: '1' },
    });
    expect(refused.stdout).not.toContain('\u001b[');
  });
});

describe('augmentation', () => {
  it('draws a sheet, and tells how to train like that', async () => {
    const { status, stdout } = await run(
      'augment',
      'pictures',
      '--augment',
      'flip,mixup',
      '--rows',
      '3',
      '--columns',
      '2',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/Pictures 3 of 40, 8×8 RGB\nSaved +sheet\.png/);
    expect(stdout).toContain('graft train pictures --augment flip,mixup');
    const { width, height } = await sharp(join(folder, 'sheet.png')).metadata();
    // 96 pixels for each picture, 8 between them, 16 beside the originals.
    expect([width, height]).toEqual([8 + 96 + 16 + 96 + 8 + 96 + 8, 8 + 3 * (96 + 8)]);
    const flat = await run('augment', 'pictures/test/red', '--json', '--rows', '2', '--out', 'flat.webp');
    expect(json(flat.stdout)).toMatchObject({
      out: 'flat.webp',
      columns: 7,
      pictures: [expect.stringMatching('red'), expect.stringMatching('red')],
    });
  });

  it('trains with it, the same way for the same seed, and says so in the file', async () => {
    const args = ['train', 'pictures', ...quick, '--augment', 'flip,shift=0.2,mixup', '--json'];
    expect((await run(...args, '--out', 'a.onnx')).status).toBe(0);
    expect((await run(...args, '--out', 'b.onnx')).status).toBe(0);
    const [a, b, plain] = await Promise.all(['a', 'b', 'model'].map((name) => readFile(join(folder, `${name}.onnx`))));
    expect(a!.equals(b!)).toBe(true);
    expect(a!.equals(plain!)).toBe(false);
    expect(a!.includes('flip,shift=0.2,mixup')).toBe(true);
  });

  it('tells of words that are none, and of pictures that cannot be written', async () => {
    for (const args of [
      ['augment', 'pictures'],
      ['train', 'pictures', ...quick],
    ]) {
      const { status, stderr } = await run(...args, '--augment', 'spin');
      expect([status, stderr.replace(/\s+/g, ' ')]).toEqual([
        2,
        expect.stringMatching(/--augment: .*flip, vflip.*'spin'/),
      ]);
    }
    const { status, stderr } = await run('augment', 'pictures', '--out', 'sheet.txt');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/--out: is no picture.*sheet\.txt/s)]);
  });
});

describe('export-step', () => {
  it('writes three files, and says what is in them', async () => {
    const { status, stdout } = await run(
      'export-step',
      'tiny.ts',
      '--input',
      '3x8x8',
      '--classes',
      '2',
      '--out',
      'tiny-step.onnx',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /Step +tiny, sparseCategoricalCrossentropy by rmsprop, 32 examples at a time\nSaved +tiny-step\.onnx/,
    );
    const about = JSON.parse(await readFile(join(folder, 'tiny-step.json'), 'utf8'));
    expect(about).toMatchObject({
      format: 'graft step',
      learningRate: 0.001,
      state: expect.arrayContaining([expect.anything()]),
    });
    expect(await exists('tiny-step.safetensors')).toBe(true);
    const fine = await run(
      'export-step',
      'model.onnx',
      '--optimizer',
      'sgd',
      '--batch-size',
      '4',
      '--out',
      'fine.onnx',
      '--json',
    );
    expect(json(fine.stdout)).toMatchObject({
      files: { step: 'fine.onnx', state: 'fine.safetensors' },
      batchSize: 4,
      optimizer: 'sgd',
    });
  });

  it('tells of what there is not', async () => {
    for (const [args, said] of [
      [['no-such-net'], /there is no model 'no-such-net'/],
      [['vgg16', '--loss', 'hinge'], /--loss.*sparseCategoricalCrossentropy, categoricalCrossentropy/],
      [['tiny.ts', '--out', 'no/such/step.onnx'], /its folder is not there/],
    ] as const) {
      const { status, stderr } = await run('export-step', ...args);
      expect([1, 2]).toContain(status);
      expect(stderr.replace(/\s+/g, ' ')).toMatch(said);
    }
  });
});

describe('setup', () => {
  it('says what CUDA needs and how to get it, and fails where it cannot be used', async () => {
    const { status, stdout } = await run('setup', 'cuda', '--json');
    const { works, needs } = json(stdout) as {
      works: boolean;
      needs: { what: string; found?: string; how: string[] }[];
    };
    expect(status).toBe(works ? 0 : 1);
    expect(needs).toHaveLength(4);
    for (const { found, how } of needs) expect(how.length > 0).toBe(found === undefined);
    if (!works) expect((await run('setup', 'cuda')).stdout).toMatch(/✗ .*graft setup cuda/s);
    const other = await run('setup', 'rocm');
    expect([other.status, other.stderr]).toEqual([2, expect.stringMatching(/there is no 'rocm'/)]);
  });
});
