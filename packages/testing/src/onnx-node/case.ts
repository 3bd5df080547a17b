/** The files of ONNX's node tests: a model, and data sets of inputs and expected outputs, one tensor a file. */

/** Inputs and the outputs that they must give. */
export interface DataSet {
  /** Files of one TensorProto each, by the order of the model's inputs. */
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
}

/** One folder of ONNX's node tests. */
export interface NodeTest {
  /** The folder it was in, `'test_add'`. */
  readonly name: string;
  readonly model: Uint8Array;
  readonly dataSets: readonly DataSet[];
}

const modelFile = 'model.onnx';

/** A test from the files of its folder, by their paths within it; undefined where there is no model. */
export function nodeTest(name: string, files: ReadonlyMap<string, Uint8Array>): NodeTest | undefined {
  const model = files.get(modelFile);
  if (!model) return undefined;
  const sets = new Map<number, { readonly input: Uint8Array[]; readonly output: Uint8Array[] }>();
  for (const [path, content] of files) {
    const [, set, kind, index] = /^test_data_set_(\d+)\/(input|output)_(\d+)\.pb$/.exec(path) ?? [];
    if (set === undefined) continue;
    const found = sets.get(Number(set)) ?? { input: [], output: [] };
    sets.set(Number(set), found);
    found[kind as 'input' | 'output'][Number(index)] = content;
  }
  const dataSets = [...sets]
    .sort(([a], [b]) => a - b)
    .map(([, { input, output }]) => ({ inputs: input, outputs: output }));
  return { name, model, dataSets };
}

/** All tests among the files, by their paths: wherever there is a `model.onnx`, whatever lies around. */
export function nodeTests(files: Iterable<readonly [path: string, content: Uint8Array]>): NodeTest[] {
  const folders = new Map<string, Map<string, Uint8Array>>();
  for (const [path, content] of files) {
    const [, folder, own] = /^(?:\.\/)?(?:(.*?)\/)?(model\.onnx|test_data_set_\d+\/[^/]+)$/.exec(path) ?? [];
    if (own === undefined) continue;
    const found = folders.get(folder ?? '') ?? new Map<string, Uint8Array>();
    folders.set(folder ?? '', found);
    found.set(own, content);
  }
  const tests = [...folders].flatMap(([folder, own]) => nodeTest(folder.split('/').at(-1) || 'test', own) ?? []);
  return tests.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
