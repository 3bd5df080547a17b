// The contestant's side of the contest: says it is ready, then times as many steps as each line asks for.
import { createInterface } from 'node:readline';

export async function answer(step, note) {
  console.log(JSON.stringify({ note }));
  for await (const line of createInterface({ input: process.stdin })) {
    const ms = [];
    for (let left = Number(line.split(' ')[1]); left > 0; left--) {
      const began = performance.now();
      await step();
      ms.push(performance.now() - began);
    }
    console.log(JSON.stringify({ ms }));
  }
}
