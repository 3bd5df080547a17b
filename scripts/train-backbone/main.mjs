/** `npm run -s train-backbone -- --data FOLDER --teacher FILE`: see `help`. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { onnxBackend } from '@graftml/backend-onnx';
import { GraftError, UsageError } from '@graftml/core';
import { writeWhole } from '@graftml/vision/node';
import { clock, lineOf, reporter, stopOnInterrupt } from './console.mjs';
import { curveOf } from './curve.mjs';
import { exportBackbone } from './export.mjs';
import { fromCheckpoint, fromFile, probe, untrained } from './probe.mjs';
import { recipe } from './recipe.mjs';
import { train } from './train.mjs';

const help = `npm run -s train-backbone -- --data FOLDER --teacher FILE   trains, or goes on where it was stopped
npm run -s train-backbone -- --probe ARCHIVE…               how good the features of the last checkpoint are
npm run -s train-backbone -- --export FILE                  the network of the last checkpoint as an .onnx file
npm run -s train-backbone -- --curve FILE                   what was learnt after each epoch, as an .svg picture

Trains the embedded backbone from photographs, without their labels, and from a MobileNetV2, its teacher. Ctrl-C stops it
after the current step.
  --data FOLDER     the photographs: archives (.tar) in a folder
  --teacher FILE    the MobileNetV2, an .onnx file with a tensor 'features' and logits as its output
  --out FOLDER      checkpoints, history.csv, and 2 GB of decoded pictures and the teacher's answers (backbone-run)
  --threads N       of the CPU (2)
  --model FILE      with --probe: the tensor 'features' of this file instead; 'untrained' and 'pixels' are known too
  --size N          with --probe: the side of the pictures (${recipe.judgedAt})
ARCHIVE is a set of pictures, train/CLASS/… and val/CLASS/…: a linear classifier is trained on the features of the one
part and judged on those of the other.`;

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        teacher: { type: 'string' },
        out: { type: 'string', default: 'backbone-run' },
        threads: { type: 'string', default: '2' },
        probe: { type: 'boolean', default: false },
        export: { type: 'string' },
        curve: { type: 'string' },
        model: { type: 'string' },
        size: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error.message.replace(/\.$/, ''), { hint: '--help lists the options' });
  }
}

const missing = (where, statement, expected, received) =>
  new UsageError(statement, { where, expected, received: received ?? 'nothing', hint: '--help shows how' });

/** The archives in the folder that an option names. */
function archivesIn(folder) {
  if (!folder || !existsSync(folder))
    throw missing('--data', 'needs the photographs', 'a folder of .tar archives', folder);
  const archives = readdirSync(folder).filter((name) => name.endsWith('.tar'));
  if (archives.length === 0) throw missing('--data', 'has no archives', '.tar files', folder);
  return archives.sort().map((name) => join(folder, name));
}

function wholeNumber(text, where) {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError('must be a whole number from 1 to 9999', { where, received: text });
}

async function training({ data, teacher, out }, backend) {
  const say = reporter();
  const run = await train({
    recipe,
    sources: archivesIn(data),
    teacherPath: teacher,
    folder: out,
    backend,
    signal: stopOnInterrupt(say),
    say,
    onProgress: (progress) => say(lineOf(progress), progress.phase === 'epoch'),
  });
  say(`${run.stopped} after ${run.history.length} epochs and ${clock(run.seconds)}`, true);
}

async function probing({ model, out, size: given }, archives, backend) {
  if (archives.length === 0) throw missing('--probe', 'needs pictures to judge by', 'archives of train/… and val/…');
  const size = given === undefined ? recipe.judgedAt : wholeNumber(given, '--size');
  const asked = {
    pixels: async () => ({ model: undefined, name: 'pixels' }),
    untrained: async () => ({ model: untrained(recipe, size), name: 'untrained' }),
  }[model ?? ''];
  const found =
    (await asked?.()) ??
    (model
      ? { model: await fromFile(model), name: model }
      : await fromCheckpoint(recipe, out, size).then((at) => ({ model: at.model, name: `after ${at.epochs} epochs` })));
  const percent = (part) => `${(100 * part).toFixed(1)} %`;
  for (const { archive, pictures, plain, standardised } of await probe({ model: found.model, size, archives, backend }))
    console.log(
      `${found.name}, ${size} × ${size}: ${archive} (${pictures.join(' + ')}) ${percent(plain)}, standardised ${percent(standardised)}`,
    );
}

async function writing({ export: path, curve, out }) {
  const { model, epochs, history } = await fromCheckpoint(recipe, out);
  if (path) {
    const bytes = exportBackbone(model, { recipe, epochs, history });
    await writeWhole(path, bytes);
    console.log(`${path}: ${bytes.length} bytes, after ${epochs} of ${recipe.epochs} epochs`);
  }
  if (curve) {
    if (history.length === 0) throw missing('--curve', 'there is no whole epoch yet', 'a checkpoint after one');
    await writeWhole(curve, curveOf(history));
    console.log(`${curve}: ${history.length} epochs`);
  }
}

async function main() {
  const { values, positionals } = options();
  if (values.help) return console.log(help);
  if (values.export ?? values.curve) return writing(values);
  if (!values.probe) {
    archivesIn(values.data);
    if (!values.teacher || !existsSync(values.teacher))
      throw missing('--teacher', 'needs the teacher', 'an .onnx file', values.teacher);
  }
  const backend = await onnxBackend({ device: 'cpu', threads: wholeNumber(values.threads, '--threads') });
  try {
    await (values.probe ? probing(values, positionals, backend) : training(values, backend));
  } finally {
    await backend.dispose();
  }
}

main().catch((error) => {
  console.error(error instanceof GraftError || error.message?.startsWith('stopped') ? error.message : error);
  process.exitCode = 1;
});
