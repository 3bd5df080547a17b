// A command that may take long: quiet if it is quick, else how long it has taken and how far it is; gone when this is told to end.
import { spawn } from 'node:child_process';

const isLive = process.stderr.isTTY === true;
const patience = 400;
/** How often something is said where lines cannot be rewritten. */
const pause = 10_000;

/** What is under way. */
const running = new Set();

/** Ends a process and what it started. */
function end(child, signal) {
  try {
    // A group of its own, where there are groups.
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

const stops = { SIGINT: 130, SIGTERM: 143 };

function stop(signal) {
  for (const child of running) end(child, signal);
  if (isLive) process.stderr.write('\n');
  console.error('Stopped. The same command goes on from here.');
  process.exit(stops[signal]);
}

function begin(child) {
  if (running.size === 0) for (const signal of Object.keys(stops)) process.on(signal, stop);
  running.add(child);
}

function finish(child) {
  running.delete(child);
  if (running.size === 0) for (const signal of Object.keys(stops)) process.off(signal, stop);
}

/** The lines about one step. @param name as in 'Installing' */
function narrator(name) {
  const began = Date.now();
  let stage = '';
  let shown = '';
  let isSaid = false;
  const elapsed = () => `${Math.round((Date.now() - began) / 1000)} s`;
  const text = () => `${[name, stage].filter(Boolean).join(': ')}, ${elapsed()}`;
  const rewrite = (line) => process.stderr.write(`\r\x1b[K${line}`);
  const say = () => {
    isSaid = true;
    if (isLive) rewrite(text());
    else {
      shown = shown === '' ? `${name}…` : `  ${text()}`;
      console.error(shown);
    }
  };
  const first = setTimeout(say, patience);
  const next = setInterval(() => isSaid && say(), isLive ? 200 : pause);
  return {
    set stage(value) {
      stage = value;
    },
    done() {
      clearTimeout(first);
      clearInterval(next);
      if (!isSaid) return;
      if (isLive) rewrite('');
      console.error(`${name}: ${elapsed()}`);
    },
  };
}

/**
 * Runs a command to its end.
 * @param stageOf what a line of its output says of how far it is; undefined if nothing
 * @returns its status, and all that it said
 */
export function step(name, command, args, { stageOf = () => undefined, ...options }) {
  const said = narrator(name);
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    begin(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (data) => {
        output += data;
        for (const line of data.split('\n')) {
          const stage = stageOf(line);
          if (stage !== undefined) said.stage = stage;
        }
      });
    const leave = (status) => {
      finish(child);
      said.done();
      resolve({ status, output });
    };
    child.once('error', ({ message }) => {
      output += `${command} could not be started: ${message}\n`;
      leave(1);
    });
    child.once('close', (code) => leave(code ?? 1));
  });
}
