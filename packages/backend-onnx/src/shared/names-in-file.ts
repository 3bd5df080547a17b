/** In a file the inputs and outputs have one set of names; here an output may be called as an input is. */
export function namesInFile(inputs: readonly string[], outputs: readonly string[]): (output: string) => string {
  const taken = new Set([...inputs, ...outputs]);
  const renamed = new Map<string, string>();
  for (const output of outputs.filter((name) => inputs.includes(name))) {
    let name = output;
    while (taken.has(name)) name += "'";
    taken.add(name);
    renamed.set(output, name);
  }
  return (output) => renamed.get(output) ?? output;
}
