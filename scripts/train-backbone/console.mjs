/** What one sees of a training: lines, and how Ctrl-C is told. */

/** One line that is written over in a terminal; in a log, one every half minute. */
export function reporter() {
  let last = 0;
  return (line, always = false) => {
    const now = performance.now();
    if (process.stderr.isTTY) return process.stderr.write(`\r\x1b[K${line}${always ? '\n' : ''}`);
    if (!always && now - last < 30_000) return;
    last = now;
    process.stderr.write(`${new Date().toISOString().slice(0, 19)} ${line}\n`);
  };
}

export const clock = (seconds) =>
  Number.isFinite(seconds) ? `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min` : '?';

/** A training's progress in words. */
export function lineOf({ phase, epoch, epochs, batch, batches, logs, examplesPerSecond, elapsed, remaining }) {
  const figures = Object.entries(logs).map(([name, value]) => `${name} ${value.toPrecision(4)}`);
  const place = `epoch ${epoch}/${epochs}, ${phase === 'validate' ? 'judging' : 'step'} ${batch}/${batches}`;
  const speed = `${examplesPerSecond.toFixed(0)} pictures/s, ${clock(elapsed)} gone, ${clock(remaining)} to go`;
  return `${place}: ${figures.join(', ')}; ${speed}`;
}

/** A signal for `fit`: Ctrl-C once asks it to stop, twice leaves. */
export function stopOnInterrupt(say) {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(name, () => {
      say('Stopping after this step; once more leaves at once.', true);
      controller.abort(new Error('stopped: the same command goes on from here'));
    });
  return controller.signal;
}
