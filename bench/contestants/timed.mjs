/** Of at least so many steps, in runs of `stepsPerRun`: the ms that each took, and the loss of the first and the last run. */
export async function timed(step, steps, stepsPerRun = 1) {
  const ms = [];
  const losses = [];
  while (ms.length < steps) {
    const began = performance.now();
    losses.push(Number(await step()));
    const each = (performance.now() - began) / stepsPerRun;
    for (let i = 0; i < stepsPerRun; i++) ms.push(each);
  }
  return { ms, losses: [losses[0], losses.at(-1)] };
}
