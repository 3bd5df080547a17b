/** From a project to its model: `transfer`, with what the settings say. */
import { DataError } from '@graftml/core';
import { type Transfer, type TransferProgress, transfer } from '@graftml/vision';
import { dividedPhotos } from '../../project/division.ts';
import { learntFrom } from '../../project/learnt.ts';
import type { Project, ProjectClass, Trained } from '../../project/project.ts';
import { collectionOfPictures, picturesOf } from '../collection.ts';
import type { Hooks, TrainEvent } from '../lab.ts';
import type { LabParts } from '../parts.ts';
import { beginCheckpoint, clearCheckpoint, noteEpochs, storedTraining } from './checkpoints.ts';
import { balanced, headAndTuning, inParts, trainsNetwork } from './transfer-options.ts';

/** What is lost at most when a page goes away, beside the epoch's beginning. */
const savedEverySeconds = 20;
/** Milliseconds between two of many events. */
const patience = 80;

export interface TrainRequest {
  readonly project: Project;
  readonly goOn?: boolean;
}

export async function train(
  { project, goOn = false }: TrainRequest,
  { store, runtime, backbone, pictures: port }: LabParts,
  { signal, onEvent }: Hooks<TrainEvent>,
): Promise<Trained> {
  const began = performance.now();
  const { settings } = project;
  const { documents, photos, checkpoint } = store.shelves(project.id);
  const own = picturesOf(project, dividedPhotos(project), photos);
  const present = project.classes.filter(({ name }) => own.classNames.includes(name));
  if (present.length < 2)
    throw new DataError('needs photos of two classes or more', {
      where: project.name,
      received: present.map(({ name }) => name).join(', ') || 'none',
      hint: 'put some photos into another class',
    });
  const idOfClass = new Map(present.map(({ id, name }) => [name, id]));
  const { head, fineTuning } = headAndTuning(settings);
  const divided = inParts(own, project);
  const pictures = settings.network.classWeights ? balanced(divided) : divided;
  const trains = trainsNetwork(settings);
  const stored = trains && goOn ? await storedTraining(checkpoint, project) : undefined;
  if (trains && !stored) await beginCheckpoint(checkpoint, project);

  return runtime.using(settings.device, async (backend) => {
    const { device, reason } = backend.capabilities;
    onEvent?.({ phase: 'device', device, reason });
    const result = await transfer({
      backend,
      collection: collectionOfPictures({ ...own, pictures }),
      backbone: await backbone.get(project.id, settings.backbone),
      decode: port.decode,
      strategy: settings.strategy,
      head,
      ...(settings.at !== undefined &&
        settings.strategy !== 'earlier' &&
        settings.strategy !== 'auto' && { at: settings.at }),
      ...(fineTuning && { fineTuning }),
      ...(trains && { checkpoint: { storage: checkpoint, everySeconds: savedEverySeconds, state: stored?.state } }),
      validation: 0,
      seed: settings.seed,
      cache: store.features,
      ...(signal && { signal }),
      onProgress: calm(
        (event) => onEvent?.(event),
        (epochs) => noteEpochs(checkpoint, project, epochs),
      ),
      onAnswers: (answers) =>
        onEvent?.({
          phase: 'answers',
          answers: answers.map(({ picture, said, probability }) => ({
            id: own.idOf.get(picture.name)!,
            said: idOfClass.get(own.classNames[said]!)!,
            probability,
          })),
        }),
    });
    const bytes = result.save();
    await documents.write('model.onnx', bytes);
    // One that was stopped can go on.
    if (trains && !signal?.aborted) await clearCheckpoint(checkpoint);
    const seconds = (performance.now() - began) / 1000;
    return trainedOf(result, {
      project,
      present,
      idOf: own.idOf,
      seconds,
      device: `${device}: ${reason}`,
      size: bytes.length,
    });
  });
}

/** Of very many events only some. */
function calm(
  tell: (event: TransferProgress) => void,
  onEpochs: (epochs: number) => Promise<void>,
): (event: TransferProgress) => void {
  let last = 0;
  let before = '';
  let epochs = 0;
  return (event) => {
    const training = 'training' in event ? event.training : undefined;
    if (event.phase === 'network' && training && training.epochs !== epochs) {
      epochs = training.epochs;
      // Only for a person to see.
      onEpochs(epochs).catch(() => {});
    }
    const kind = `${event.phase} ${training?.phase ?? ''}`;
    const isEnd = training?.phase === 'epoch' || ('done' in event && event.done === event.total);
    const now = performance.now();
    if (kind === before && !isEnd && now - last < patience) return;
    [before, last] = [kind, now];
    tell(event);
  };
}

interface About {
  readonly project: Project;
  readonly present: readonly ProjectClass[];
  readonly idOf: ReadonlyMap<string, string>;
  readonly seconds: number;
  readonly device: string;
  readonly size: number;
}

function trainedOf(result: Transfer, { project, present, idOf, seconds, device, size }: About): Trained {
  const { strategy, at: cutAt, reasons, probes, evaluation, trust, pictures, training, classNames } = result;
  const width = classNames.length;
  const answers = result.judged.map((_, i): [number, number] => {
    const row = result.probabilities.subarray(i * width, (i + 1) * width);
    const best = row.indexOf(Math.max(...row));
    return [best, row[best]!];
  });
  return {
    at: new Date().toISOString(),
    from: learntFrom(project),
    seconds,
    device,
    classes: classNames.map((name) => present.find((one) => one.name === name)!),
    settings: project.settings,
    strategy,
    ...(cutAt !== undefined && { cutAt }),
    reasons,
    ...(probes && { probes }),
    evaluation,
    ...(trust && { trust }),
    judged: result.judged.map(({ name }) => idOf.get(name)!),
    answers,
    labels: result.judged.map(({ labels }) => classNames.indexOf(labels[0]!)),
    pictures,
    ...(training && { history: training.history.map(({ logs }) => logs as Record<string, number>) }),
    ...(training?.bestEpoch !== undefined && { bestEpoch: training.bestEpoch }),
    size,
  };
}
