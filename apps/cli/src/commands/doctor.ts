/** `graft doctor` */
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import type { DeviceReport } from '@graftml/backend-onnx';
import { command } from '../command-name.ts';
import { byteSize, counted } from '../output/format.ts';
import { createScreen, indent } from '../output/screen.ts';
import { wrapped } from '../output/text.ts';
import { probeApart } from '../probe-apart.ts';
import { version } from '../version.ts';

interface Check {
  readonly name: string;
  readonly works: boolean;
  readonly what: string;
  readonly hint?: string;
}

export async function doctor({ json }: { readonly json: boolean }): Promise<number> {
  const screen = createScreen(json ? process.stderr : process.stdout);
  screen.live(() => 'Trying what works here…', true);
  const devices = await probeApart();
  const pictures = await checkSharp();
  screen.clear();
  const works = pictures.works && devices.some((report) => report.works);
  const machine = {
    graft: version,
    node: process.versions.node,
    system: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memory: totalmem(),
    freeMemory: freemem(),
  };
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...machine, devices, pictures })}\n`);
    return works ? 0 : 1;
  }

  const { green, red, bold, dim } = screen.colours;
  screen.fact('Graft', machine.graft);
  screen.fact('Node', `${machine.node}, ${machine.system}`);
  screen.fact('Machine', `${counted(machine.cores, 'core')}, ${machine.processor}`);
  screen.fact('Memory', `${byteSize(machine.memory)}, ${byteSize(machine.freeMemory)} free\n`);
  const width = Math.min(screen.columns, 110) - indent - 4;
  const below = ' '.repeat(indent + 4);
  for (const { name, works, what, hint } of [...devices.map(ofDevice), pictures]) {
    screen.line(
      `${works ? green('✓') : red('✗')} ${bold(name.padEnd(indent + 2))}${wrapped(what, width, '').replaceAll('\n', `\n${below}`)}`.trimEnd(),
    );
    if (hint) screen.line(below + dim(wrapped(hint, width, '').replaceAll('\n', `\n${below}`)));
  }
  screen.line();
  screen.line(
    works ? `Ready. To see it work:\n  ${command('demo')}` : red('Something is missing to train: see above.'),
  );
  return works ? 0 : 1;
}

function ofDevice(report: DeviceReport): Check {
  const { device } = report;
  if (!report.works) return { name: device, works: false, what: report.why, ...(report.hint && { hint: report.hint }) };
  const parts = [
    report.runtime,
    ...(report.adapter ? [report.adapter] : []),
    ...(device === 'cpu' ? [counted(report.threads, 'thread')] : []),
  ];
  return { name: device, works: true, what: parts.join(', ') };
}

/** Whether pictures can be decoded: a PNG of one white pixel is. */
async function checkSharp(): Promise<Check> {
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==';
  try {
    const { default: sharp } = await import('sharp');
    await sharp(Buffer.from(png, 'base64')).raw().toBuffer();
    return { name: 'pictures', works: true, what: `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}` };
  } catch (cause) {
    const [why = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    return { name: 'pictures', works: false, what: why, hint: 'install it again: npm install sharp' };
  }
}
