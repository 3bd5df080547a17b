// The contestant's side of the contest: says it is ready, then times as many steps as each line asks for.
import { createInterface } from 'node:readline';
import { timed } from './timed.mjs';

export async function answer(step, note, stepsPerRun = 1) {
  console.log(JSON.stringify({ note }));
  for await (const line of createInterface({ input: process.stdin }))
    console.log(JSON.stringify(await timed(step, Number(line.split(' ')[1]), stepsPerRun)));
}
