/** `graft pull` */
import { type DownloadProgress, type PulledModel, pullModel } from '@graftml/vision/node';
import { command } from '../command-name.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { drawMoment } from '../output/bar.ts';
import { byteSize, counted, duration } from '../output/format.ts';
import { createScreen, type Screen } from '../output/screen.ts';
import { printable } from '../output/text.ts';
import { describePictures } from '../pictures.ts';

export interface PullRequest {
  readonly name: string;
  /** Fetch it again even if it is there. */
  readonly refresh?: boolean;
}

export async function pull({ name, refresh }: PullRequest, { json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  const interrupt = listenForInterrupt(screen, 'Stopping');
  try {
    const onProgress = fetching(screen);
    const { signal } = interrupt;
    const pulled = await pullModel(name, { signal, onProgress, ...(refresh && { refresh }) });
    screen.clear();
    if (json) process.stdout.write(`${JSON.stringify({ ...pulled, known: pulled.known?.name ?? null })}\n`);
    else show(pulled, name, screen);
    return 0;
  } catch (error) {
    const status = interrupt.exitStatus();
    if (status === undefined) throw error;
    if (status !== 0)
      screen.line(
        `Stopped; what has come is kept. To go on:\n  ${command('pull', name, ...(refresh ? ['--refresh'] : []))}`,
      );
    return status;
  } finally {
    screen.clear();
    interrupt.release();
  }
}

/** Bytes, rate and the time that is left, on a live line. */
function fetching(screen: Screen): (progress: DownloadProgress) => void {
  let began = performance.now();
  let path = '';
  return (progress) => {
    if (progress.path !== path) began = performance.now();
    path = progress.path;
    const { done, total, resumed } = progress;
    screen.live(() => {
      const seconds = (performance.now() - began) / 1000;
      const rate = (done - resumed) / Math.max(seconds, 1e-3);
      const left = total !== undefined && seconds > 1 && rate > 0 ? [`${duration((total - done) / rate)} left`] : [];
      return drawMoment(
        {
          what: 'Fetching',
          figures: [
            total === undefined ? byteSize(done) : `${byteSize(done)} of ${byteSize(total)}`,
            `${byteSize(Math.round(rate))}/s`,
            ...left,
            ...(resumed > 0 ? [`${byteSize(resumed)} from before`] : []),
          ],
          ...(total !== undefined && { share: total === 0 ? 1 : done / total }),
        },
        screen,
      );
    });
  };
}

function show(pulled: PulledModel, name: string, screen: Screen): void {
  const { path, data, bytes, from, address, commit, known } = pulled;
  const { yellow } = screen.colours;
  const fact = (subject: string, text: string) => screen.fact(subject, printable(text));
  if (known) {
    const { what, preprocessing, top1, licence } = known;
    const accuracy = top1 ? `, ${(top1.accuracy * 100).toFixed(1)} % top-1 on ImageNet says ${top1.by}` : '';
    fact('Model', `${known.name}: ${what}, for pictures of ${describePictures(preprocessing)}${accuracy}`);
    fact('Licence', licence);
  }
  fact('File', `${path}, ${byteSize(bytes)}`);
  if (data.length > 0) fact('', `with ${counted(data.length, 'file')} of data beside it: ${data.join(', ')}`);
  if (address) fact('From', `${address}${commit ? `, commit ${commit.slice(0, 7)}` : ''}`);
  screen.fact('Checked', checked(pulled, screen));
  if (known?.sha256 && known.sha256 !== pulled.sha256)
    screen.fact('', yellow(`it is not the file that was known by this name, SHA-256 ${known.sha256.slice(0, 12)}…`));
  if (from === 'cache')
    screen.line(`\nIt was there already. To fetch it again:\n  ${command('pull', name, '--refresh')}`);
  screen.line(`\nWhat is in it, and where to cut it:\n  ${command('inspect', path)}`);
}

function checked({ verified, sha256, from }: PulledModel, { colours }: Screen): string {
  const { green, yellow } = colours;
  const digest = `SHA-256 ${sha256.slice(0, 12)}…`;
  if (verified === 'published') return green(`✓ ${digest} is the published one`);
  if (verified === 'hub') return green(`✓ ${digest}, the checksum that the hub has of it was the same`);
  if (from === 'package') return green(`✓ ${digest}, a file of Graft itself`);
  return yellow(`– ${digest}; unverified: nobody says what it should be`);
}
