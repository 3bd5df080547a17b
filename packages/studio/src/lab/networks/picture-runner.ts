/** A network that is compiled and stays ready: pictures in, a row of numbers out. */
import {
  type Backend,
  type Executable,
  inputName,
  type Model,
  predictionProgram,
  type State,
  weightsOf,
} from '@graftml/core';
import type { Preprocessing } from '@graftml/vision';

export interface PictureRunner {
  /** How many numbers it gives of a picture. */
  readonly width: number;
  /** @param pictures uint8 `[height, width, channels]` each, at the size of the preprocessing; at most `most` */
  run(pictures: readonly Uint8Array[]): Promise<Float32Array[]>;
  dispose(): Promise<void>;
}

/** Pictures that run together. */
export const most = 16;

/** @param model from `pictures`, uint8 `[N, height, width, channels]`, to `[N, width]`: as `pictureModel` makes it */
export async function pictureRunner(
  backend: Backend,
  model: Model,
  { width, height, channels }: Preprocessing,
): Promise<PictureRunner> {
  const length = width * height * channels;
  const state: State = await backend.createState(weightsOf(model));
  /** One for a single picture, one for many: weights are in both. */
  const compiled = new Map<number, Promise<{ readonly executable: Executable; readonly input: string }>>();
  const programOf = (size: number) => {
    const known = compiled.get(size);
    if (known) return known;
    const program = predictionProgram(model, size);
    const made = backend
      .compile(program)
      .then((executable) => ({ executable, input: inputName(program.graph.inputs[0]!)! }));
    compiled.set(size, made);
    made.catch(() => compiled.delete(size));
    return made;
  };
  return {
    width: model.graph('infer').outputs.output!.shape[1] as number,
    async run(pictures) {
      if (pictures.length === 0) return [];
      const size = pictures.length === 1 ? 1 : most;
      const { executable, input } = await programOf(size);
      const data = new Uint8Array(size * length);
      pictures.forEach((pixels, i) => {
        data.set(pixels, i * length);
      });
      const bytes = { dtype: 'uint8', shape: [size, height, width, channels], data } as const;
      const { output } = await executable.run({ [input]: bytes }, state);
      const rows = output!.data as Float32Array;
      const each = rows.length / size;
      return pictures.map((_, i) => rows.slice(i * each, (i + 1) * each));
    },
    async dispose() {
      for (const made of await Promise.allSettled(compiled.values()))
        if (made.status === 'fulfilled') await made.value.executable.dispose();
    },
  };
}
