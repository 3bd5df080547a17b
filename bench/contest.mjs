// Runs contestants side by side: each is a process that times steps on request, and they take turns, so that a machine
// whose speed drifts slows all of them alike.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * @typedef {{ name: string, command: string, args: string[], env?: Record<string, string> }} Contestant
 * @typedef {{ name: string, times: number[], note?: string }} Result  times in ms, one a step
 */

/** Starts a contestant. It prints a line of JSON when it is ready, and one with `ms` for every `run N` that it reads. */
async function start({ name, command, args, env }) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const stderr = [];
  child.stderr.on('data', (chunk) => stderr.push(chunk));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = new Promise((resolve) => {
    child.once('exit', () => resolve({ done: true }));
    child.once('error', (error) => {
      stderr.push(error.message);
      resolve({ done: true });
    });
  });
  const nextLine = async () => {
    const { value, done } = await Promise.race([lines.next(), exited]);
    if (done)
      throw new Error(`${name}: ${Buffer.concat(stderr.map(Buffer.from)).toString().trim().split('\n').at(-1)}`);
    return JSON.parse(value);
  };
  return {
    name,
    ready: nextLine(),
    async run(steps) {
      child.stdin.write(`run ${steps}\n`);
      return (await nextLine()).ms;
    },
    stop: () => child.kill(),
  };
}

/**
 * `rounds` times in turn, `steps` steps each; the first round warms up and does not count. A contestant that cannot start
 * is left out, with its reason as the note.
 * @param {(Contestant & { steps?: number })[]} contestants
 * @returns {Promise<Result[]>}
 */
export async function contest(contestants, { rounds, steps, log }) {
  const results = [];
  const running = [];
  for (const contestant of contestants) {
    const own = contestant.steps ?? steps;
    const process = await start(contestant);
    try {
      log(`warming up ${contestant.name}`);
      const { note } = await process.ready;
      await process.run(Math.min(own, 5));
      const result = { name: contestant.name, times: [], ...(note && { note }) };
      results.push(result);
      running.push({ process, result, steps: own });
    } catch (error) {
      process.stop();
      results.push({ name: contestant.name, times: [], note: error.message });
    }
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { process, result, steps: own } of running) {
      log(`round ${round} of ${rounds}: ${result.name}`);
      result.times.push(...(await process.run(own)));
    }
  }
  for (const { process } of running) process.stop();
  return results;
}

/** The value below which a share of the sorted numbers lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
