/** `graft evaluate` of a model that tells several labels, or a number. */
import { basename } from 'node:path';
import { type Collection, partToJudge } from '@graftml/vision';
import { type JudgePicturesOptions, judgeRegressor, judgeSeveral } from '@graftml/vision/node';
import type { AboutAnyReport } from '@graftml/vision/report';
import { command } from '../command-name.ts';
import { openBackend } from '../device.ts';
import { openLabelled } from '../labelled-collection.ts';
import { drawMoment } from '../output/bar.ts';
import { count } from '../output/format.ts';
import type { Screen } from '../output/screen.ts';
import { describePictures, showBroken } from '../pictures.ts';
import { saveTargetReport, thisCommand, versions } from '../report.ts';
import { refuseOptions, type TargetModel } from '../target-model.ts';
import { showLabels, showValues } from '../targets-shown.ts';
import type { EvaluateRequest } from './evaluate.ts';

/** @throws UsageError for an option that is not for it; DataError where pictures have no labels or values, or none can be read */
export async function evaluateTarget(
  target: TargetModel,
  bytes: Uint8Array,
  request: EvaluateRequest,
  { json, screen, signal }: { readonly json: boolean; readonly screen: Screen; readonly signal: AbortSignal },
): Promise<void> {
  const { unsure, strangers, model: path, data, report, batchSize } = request;
  refuseOptions(target.kind, { '--unsure': unsure, '--strangers': strangers });
  const { preprocessing } = target.model;
  const classNames = target.kind === 'labels' ? target.model.labels : undefined;
  const collection = await openLabelled({ data }, screen, signal, classNames);
  const { of, pictures } = partToJudge(collection);
  const part =
    pictures.length < collection.pictures.length ? `, those to ${of === 'test' ? 'test' : 'validate'} with` : '';
  screen.fact('Pictures', `${count(pictures.length)}, ${describePictures(preprocessing)}${part}`);
  const backend = await openBackend(request);
  try {
    const { device } = backend.capabilities;
    screen.fact('Device', device);
    const judged = await judge(target, {
      ...{ backend, pictures, of, signal },
      ...(batchSize !== undefined && { batchSize }),
      onProgress: (done, total) =>
        screen.live(() => drawMoment({ what: 'Testing', share: done / total, figures: [] }, screen)),
    });
    screen.clear();
    const broken = [...collection.broken, ...judged.broken];
    if (broken.length > 0) showBroken(broken, screen);
    if (report !== undefined) {
      const about = {
        ...{ file: basename(path), bytes, preprocessing, from: data },
        repeat: { command: thisCommand(), device, versions: versions() },
      };
      await saveTargetReport(report, await judged.report(collection, about), judged.judged, screen);
    }
    if (json) {
      const mistakes = judged.evaluation.mistakes.map(({ index, ...mistake }) => ({
        picture: judged.judged[index]!.name,
        ...mistake,
      }));
      process.stdout.write(`${JSON.stringify({ ...judged.evaluation, mistakes, device })}\n`);
      return;
    }
    judged.show(screen);
    screen.line(`\nWhat it says about each picture:\n  ${command('predict', path, ...data)}`);
    if (report === undefined)
      screen.line(
        `\nAll of this as a page, with the mistakes to look at:\n  ${command('evaluate', path, ...data, '--report', 'report.html')}`,
      );
  } finally {
    await backend.dispose();
  }
}

type About = AboutAnyReport & { readonly preprocessing: TargetModel['model']['preprocessing'] };

/** What is found, how it is shown, and its report. */
async function judge(target: TargetModel, options: JudgePicturesOptions) {
  if (target.kind === 'labels') {
    const { labels } = target.model;
    const judged = await judgeSeveral(target.model, options);
    return {
      ...judged,
      show: (screen: Screen) => showLabels(judged.evaluation, screen, 'Judged'),
      report: async (collection: Collection, about: About) =>
        (await import('@graftml/vision/report')).reportOfLabels({ ...judged, collection }, { ...about, labels }),
    };
  }
  const { range } = target.model;
  const judged = await judgeRegressor(target.model, options);
  return {
    ...judged,
    show: (screen: Screen) => showValues(judged.evaluation, screen, 'Judged'),
    report: async (collection: Collection, about: About) =>
      (await import('@graftml/vision/report')).reportOfValues({ ...judged, collection }, { ...about, range }),
  };
}
