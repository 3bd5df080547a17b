/** A classifier that learns while it is used: pictures are added, taken away and asked about, in Node and in a browser alike. */

import { type Backend, DataError, dense, sequential, tensor, UsageError, withWeights } from '@graftml/core';
import { decodePicture } from '#decode';
import { saveClassifier } from '../classifier.ts';
import { type Decode, inFlight } from '../collection/examine.ts';
import type { Backbone } from '../models/backbone.ts';
import { fitPicture } from '../resize.ts';
import { graftHead } from '../transfer/heads.ts';
import { type LinearProbe, type LinearProbeOptions, linearProbe } from '../transfer/linear-probe.ts';
import { probabilitiesOf } from '../trust/logits.ts';
import { type Examples, examples, type LiveExample, readExamples } from './examples.ts';
import { backboneDigest, featuresOf } from './features-of.ts';
import { fitHead, type LiveTrainOptions } from './fit-head.ts';
import { gate } from './gate.ts';
import { guessAll, type PictureGuess, scoresOf } from './guess-all.ts';
import { aboutOwner, checkOwner, type LiveHead, readHead, writeHead } from './head-file.ts';
import { type PictureSource, pixelsOf } from './picture-source.ts';

/** Options of `createClassifier`. */
export interface CreateClassifierOptions {
  readonly backend: Backend;
  /** What makes features of pictures: `await graftBackbone()` of `@graftml/vision/backbone`, or any other. */
  readonly backbone: Backbone;
  /** Picture files to pixels: sharp in Node and a canvas in a browser, unless given. */
  readonly decode?: Decode;
}

/** What a classifier says of a picture. */
export interface Prediction {
  /** The most probable class. */
  readonly label: string;
  /** 0 to 1. */
  readonly probability: number;
  /** Every class, the most probable first. */
  readonly top: readonly { readonly label: string; readonly probability: number }[];
}

/**
 * A classifier that learns while it is used. Of a picture only its features are kept, some kilobytes; so thousands fit, and classes
 * change, and the classifier learns anew, without a picture being looked at again.
 */
export interface LiveClassifier {
  /** Classes that have a picture, in the order in which they came. */
  readonly labels: readonly string[];
  /** How many pictures each class has. */
  readonly counts: Readonly<Record<string, number>>;
  readonly examples: readonly LiveExample[];
  /** Whether it has learnt exactly the pictures that it has. */
  readonly upToDate: boolean;
  /** Computes the features of a picture, once. Gives its id. @throws DataError for what cannot be decoded; UsageError for no picture */
  add(label: string, picture: PictureSource): Promise<number>;
  /** The features of a picture, to keep for `addFeatures` and `guessAll`. @throws as `add` */
  features(picture: PictureSource): Promise<Float32Array<ArrayBuffer>>;
  /** As `add`, by features that were computed before. @throws DataError for another number of them */
  addFeatures(label: string, features: Float32Array): number;
  remove(id: number): void;
  /** Puts a picture into another class. */
  move(id: number, label: string): void;
  /** What is learnt stays. @throws UsageError if there is none of that name, or the other is taken */
  rename(label: string, to: string): void;
  /** Puts all pictures of a class into another. */
  merge(label: string, into: string): void;
  removeLabel(label: string): void;
  /**
   * Learns all pictures from nothing: the same ones in the same order give the same classifier. Others have their turn meanwhile.
   * With `warmStart` it begins at what it has learnt, and needs a part of the time.
   * @throws UsageError for fewer than two classes
   */
  train(options?: LiveTrainOptions): Promise<void>;
  /** How well pictures would be told that it has not seen: see `linearProbe`. It computes on the calling thread. */
  probe(options?: LinearProbeOptions): LinearProbe;
  /** @throws UsageError before it has learnt anything */
  predict(picture: PictureSource): Promise<Prediction>;
  /**
   * What many pictures are taken for, the least certain first, by their features one after another: see `guessAll`.
   * @throws UsageError before it has learnt anything
   */
  guessAll(features: Float32Array): PictureGuess[];
  /** What it has learnt, without the backbone: some kilobytes. @throws UsageError before it has learnt anything */
  save(): Uint8Array<ArrayBuffer>;
  /** @throws FileError if it is something else, or was learnt on another backbone */
  load(bytes: Uint8Array, where?: string): void;
  /** Its pictures as features, to go on with another day: five kilobytes each with the backbone of this package. */
  saveExamples(): Uint8Array<ArrayBuffer>;
  /** In place of those it has; ids stay. @throws FileError as `load` */
  loadExamples(bytes: Uint8Array, where?: string): void;
  /** The whole classifier as a file that takes pictures: see `saveClassifier`. @throws UsageError before it has learnt anything */
  toOnnx(): Uint8Array<ArrayBuffer>;
  /** Frees what it holds of the backend, which goes on. */
  dispose(): Promise<void>;
}

/** `const classifier = await createClassifier({ backend, backbone })`. @throws UsageError for a backbone that gives no features of each picture */
export async function createClassifier(options: CreateClassifierOptions): Promise<LiveClassifier> {
  const { backend, backbone, decode = decodePicture } = options;
  const { preprocessing } = backbone;
  const [features, digest] = await Promise.all([featuresOf(backend, backbone), backboneDigest(backbone)]);
  const owner = { name: backbone.name, digest, width: features.width };
  const inTurn = gate(inFlight);
  const oneTraining = gate(1);
  let kept: Examples = examples(features.width);
  let head: LiveHead | undefined;
  /** How often the pictures changed, and how often they had when the head was learnt. */
  let [changes, learntAt] = [0, -1];
  const renamed: (readonly [label: string, to: string])[] = [];

  const look = (picture: PictureSource): Promise<Float32Array<ArrayBuffer>> =>
    inTurn(async () => {
      const pixels = await pixelsOf(picture, decode, preprocessing.background);
      return features.run(fitPicture(pixels, preprocessing).data);
    });
  const changed = <Arguments extends unknown[], Result>(change: (...given: Arguments) => Result) => {
    return (...given: Arguments): Result => {
      changes++;
      return change(...given);
    };
  };
  const learntHead = (where: string): LiveHead => {
    if (head) return head;
    throw new UsageError('it has not learnt anything yet', { where, hint: 'call train(), or load() what was saved' });
  };

  return {
    get labels() {
      return kept.labels();
    },
    get counts() {
      const counts = Object.fromEntries(kept.labels().map((label) => [label, 0]));
      for (const { label } of kept.list()) counts[label]!++;
      return counts;
    },
    get examples() {
      return kept.list();
    },
    get upToDate() {
      return learntAt === changes;
    },
    async add(label, picture) {
      const row = await look(picture);
      changes++;
      return kept.add(label, row);
    },
    features: look,
    addFeatures: changed((label: string, row: Float32Array) =>
      kept.add(label, checkedRow(row, features.width).slice()),
    ),
    remove: changed((id) => kept.remove(id)),
    move: changed((id, label) => kept.move(id, label)),
    rename(label, to) {
      kept.rename(label, to);
      renamed.push([label, to]);
      if (head) head = withRenamed(head, label, to);
    },
    merge: changed((label, into) => kept.merge(label, into)),
    removeLabel: changed((label) => kept.removeLabel(label)),
    train: (training = {}) =>
      oneTraining(async () => {
        const before = renamed.length;
        const at = changes;
        const fitted = await fitHead(kept.rows(), kept.labels(), training, head);
        head = renamed.slice(before).reduce((made, [label, to]) => withRenamed(made, label, to), fitted);
        learntAt = at;
      }),
    probe(probing) {
      const { x, y } = kept.rows();
      return linearProbe(tensor('float32', [y.length, features.width], x), y, probing);
    },
    async predict(picture) {
      const { labels, kernel, bias } = learntHead('predict');
      const scores = scoresOf(await look(picture), { kernel, bias }, 1);
      const top = Array.from(probabilitiesOf(scores, labels.length))
        .map((probability, k) => ({ label: labels[k]!, probability }))
        .sort((a, b) => b.probability - a.probability);
      return { ...top[0]!, top };
    },
    guessAll: (rows) => guessAll(learntHead('guessAll'), rows),
    save: () => writeHead(learntHead('save'), owner),
    load(bytes, where = 'head') {
      head = readHead(bytes, owner, where);
      learntAt = -1;
    },
    saveExamples: () => kept.save(aboutOwner(owner)),
    loadExamples(bytes, where = 'examples') {
      const { list, about } = readExamples(bytes, features.width, where);
      checkOwner(about, owner, where);
      kept = examples(features.width, list);
      changes++;
    },
    toOnnx() {
      const { labels, kernel, bias } = learntHead('toOnnx');
      const layers = [...features.pooling, dense(labels.length)];
      const shape = backbone.features.graph('infer').outputs.output!.shape.slice(1) as number[];
      const plain = sequential({ input: shape, name: 'head' }, layers);
      const [ofKernel, ofBias] = plain.parameters;
      const model = withWeights(plain, {
        [ofKernel!.name]: tensor('float32', ofKernel!.shape, kernel),
        [ofBias!.name]: tensor('float32', ofBias!.shape, bias),
      });
      const training = { backbone: backbone.name, head: { type: 'linear' }, pictures: { train: kept.list().length } };
      return saveClassifier(graftHead(backbone.features, { layers, model }), { labels, preprocessing, training });
    },
    dispose: () => features.dispose(),
  };
}

/** A head may know a class of the new name that has no picture any more; it keeps both names then. */
const withRenamed = (head: LiveHead, label: string, to: string): LiveHead =>
  head.labels.includes(to) ? head : { ...head, labels: head.labels.map((known) => (known === label ? to : known)) };

function checkedRow(row: Float32Array, width: number): Float32Array {
  if (row.length === width) return row;
  throw new DataError('are not the features of one picture', {
    where: 'addFeatures',
    expected: `${width}, as features() gives them`,
    received: `${row.length}`,
  });
}
