/** What the teacher says of every view: its features and its logits, worked out once and kept in a file for each view. */
import { existsSync } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { builder, cut, freeze, predictBatches } from '@graftml/core';
import { fromOnnx } from '@graftml/onnx';
import { openOnnx } from '@graftml/vision/node';
import { look, seenAt } from './views.mjs';

/** MobileNetV2's own size. */
export const teacherSize = 224;
const batchSize = 16;

/** The classifier in a file as a model whose output is its features, then its logits: `[N, features + classes]`. */
export async function openTeacher(path) {
  const { bytes, source } = await openOnnx(path);
  const classifier = freeze(fromOnnx(bytes, source));
  const of = (mode) => {
    const { inputs, outputs } = classifier.graph(mode);
    const { output: tensor } = cut(classifier, 'features').graph(mode).outputs;
    const g = builder('teacher');
    const features = g.flatten(tensor, { axis: 1 });
    return { features, graph: { inputs, outputs: { output: g.concat([features, outputs.output], { axis: 1 }) } } };
  };
  const { features, graph } = of('infer');
  const { output } = graph.outputs;
  const widths = { features: features.shape[1], classes: output.shape[1] - features.shape[1] };
  return { ...widths, classifier, model: { ...classifier, graph: (mode) => of(mode).graph } };
}

/**
 * The teacher's outputs for one view of each picture, float32 `[size, features + classes]`, from `name` in `folder`. What is
 * missing there is worked out, and kept as it comes: an interrupted one goes on where it was.
 * @param viewOf the view of a picture, by its index
 */
export async function teacherOutputs({ teacher, backend, pictures, indices, viewOf, folder, name, signal, say }) {
  const path = join(folder, `${name}.f32`);
  const width = teacher.features + teacher.classes;
  if (!existsSync(path)) {
    const file = await open(`${path}.part`, 'a');
    try {
      let done = Math.floor((await stat(`${path}.part`)).size / (4 * width));
      await file.truncate(done * 4 * width);
      const rest = indices.slice(done);
      const description = seenAt(teacherSize);
      const get = (i) => ({ x: look(pictures.pixels(rest[i]), viewOf(rest[i]), description) });
      const began = performance.now();
      const from = done;
      const asked = { backend, data: { size: rest.length, get }, batchSize: Math.min(batchSize, rest.length), signal };
      for await (const { data: rows } of rest.length > 0 ? predictBatches(teacher.model, asked) : []) {
        await file.write(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength));
        done += rows.length / width;
        const rate = (done - from) / ((performance.now() - began) / 1000);
        say(`teacher, ${name}: ${done} of ${indices.length} pictures, ${rate.toFixed(0)}/s`);
      }
    } finally {
      await file.close();
    }
    signal.throwIfAborted();
    await rename(`${path}.part`, path);
  }
  const bytes = await readFile(path);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}
