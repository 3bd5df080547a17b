/** `graft export-step` */
import { exportStep as exported } from '@graftml/backend-onnx';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  meanSquaredError,
  sparseCategoricalCrossentropy,
  writeSafetensors,
} from '@graftml/core';
import { checkWritable, writeWhole } from '@graftml/vision/node';
import { modelNamed, type NamedModelRequest } from '../model-named.ts';
import { byteSize, count, listed } from '../output/format.ts';
import { createScreen } from '../output/screen.ts';
import { printable } from '../output/text.ts';
import { type OptimizerName, optimizers } from '../task.ts';

/** What a model's outputs are compared by; logits where there are classes. */
export const stepLosses = {
  sparseCategoricalCrossentropy: () => sparseCategoricalCrossentropy({ fromLogits: true }),
  categoricalCrossentropy: () => categoricalCrossentropy({ fromLogits: true }),
  binaryCrossentropy: () => binaryCrossentropy({ fromLogits: true }),
  meanSquaredError: () => meanSquaredError(),
} as const;

export interface ExportStepRequest extends NamedModelRequest {
  readonly loss: keyof typeof stepLosses;
  readonly optimizer: OptimizerName;
  readonly lr?: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly out: string;
}

export async function exportStep(request: ExportStepRequest, { json }: { readonly json: boolean }): Promise<number> {
  const { loss, optimizer, lr, batchSize, seed, out } = request;
  const screen = createScreen(json ? process.stderr : process.stdout);
  const stem = out.replace(/\.onnx$/i, '');
  const files = { step: `${stem}.onnx`, description: `${stem}.json`, state: `${stem}.safetensors` };
  for (const file of Object.values(files)) await checkWritable(file);
  const model = await modelNamed(request);
  const { file, description, state } = exported(model, {
    loss: stepLosses[loss](),
    optimizer: optimizers[optimizer](lr === undefined ? {} : { learningRate: lr }),
    batchSize,
    seed,
  });
  const tensors = writeSafetensors(state);
  await writeWhole(files.step, file);
  await writeWhole(files.description, `${JSON.stringify(description, null, 2)}\n`);
  await writeWhole(files.state, tensors);
  if (json) {
    process.stdout.write(`${JSON.stringify({ files, ...description })}\n`);
    return 0;
  }
  const random = description.inputs.filter(({ role }) => role === 'random').length;
  screen.fact('Step', `${description.model}, ${loss} by ${optimizer}, ${batchSize} examples at a time`);
  screen.fact('Saved', `${printable(files.step)}, ${byteSize(file.length)}: the whole step, a plain ONNX graph`);
  screen.fact(
    '',
    `${printable(files.description)}: its ${count(description.inputs.length)} inputs${random > 0 ? `, ${random} of them random` : ''}; outputs ${listed(description.outputs)}`,
  );
  screen.fact(
    '',
    `${printable(files.state)}, ${byteSize(tensors.length)}: ${count(description.state.length)} tensors to begin with`,
  );
  screen.line('\nA training in Python with onnxruntime alone takes thirty lines: docs/step.md');
  return 0;
}
