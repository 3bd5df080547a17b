// Runs contestants side by side: each times steps on request, and they take turns, so that a machine whose speed drifts
// slows all of them alike.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * A contestant is a process (`command`, `args`, `env`) that prints a line of JSON with a note when it is ready, and one with `ms`
 * and `losses` for every line `run N` that it reads; or, by `open`, anything that does the same.
 * @typedef {{ ms: number[], losses?: [number, number] }} Timed
 * @typedef {{ ready: Promise<{ note?: string }>, run(steps: number): Promise<Timed>, stop(): unknown }} Opened
 * @typedef {{ name: string, open?: () => Opened, command?: string, args?: string[], env?: Record<string, string> }} Contestant
 * @typedef {{ name: string, times: number[], losses: number[], note?: string }} Result  times in ms, one a step
 */

/** @returns {Opened} */
function startProcess({ name, command, args, env }) {
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
    ready: nextLine(),
    async run(steps) {
      child.stdin.write(`run ${steps}\n`);
      return nextLine();
    },
    stop: () => child.kill(),
  };
}

/**
 * `rounds` times in turn, `steps` steps each, or as many as take `seconds`; the first round warms up and does not count. A
 * contestant that cannot start is left out, with its reason as the note.
 * @param {Contestant[]} contestants
 * @returns {Promise<Result[]>}
 */
export async function contest(contestants, { rounds, steps, seconds = Number.POSITIVE_INFINITY, log }) {
  const results = [];
  const running = [];
  for (const contestant of contestants) {
    const opened = contestant.open?.() ?? startProcess(contestant);
    try {
      log(`warming up ${contestant.name}`);
      const { note } = await opened.ready;
      const { ms, losses = [] } = await opened.run(1);
      const within = (left, each) => Math.max(1, Math.min(steps, Math.round((left * 1000) / each)));
      const { ms: warm } = await opened.run(within(seconds / 2, ms[0]));
      const result = { name: contestant.name, times: [], losses, ...(note && { note }) };
      results.push(result);
      running.push({ opened, result, own: within(seconds, quantile(warm, 0.5)) });
    } catch (error) {
      await opened.stop();
      results.push({ name: contestant.name, times: [], losses: [], note: error.message });
    }
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { opened, result, own } of running) {
      log(`round ${round} of ${rounds}: ${result.name}`);
      const { ms, losses = [] } = await opened.run(own);
      result.times.push(...ms);
      result.losses.push(...losses);
    }
  }
  for (const { opened } of running) await opened.stop();
  return results;
}

/** The value below which a share of the sorted numbers lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
