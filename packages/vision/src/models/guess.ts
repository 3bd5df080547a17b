/** How pictures become the input of a network that does not say: tried out. */
import {
  type Backend,
  DataError,
  type Inputs,
  type Model,
  predict,
  showShape,
  type Tensor,
  UsageError,
} from '@graftml/core';
import { logitsOf } from '../classifier-model.ts';
import type { Pixels } from '../pixels.ts';
import { type Preprocessing, preprocessor } from '../preprocessing.ts';
import { fitPicture } from '../resize.ts';
import { endsInFeatures, usualFor } from './backbone.ts';
import { asLogits, diversityOf, type Measures, marginOf, measuresOf, qualityOf, type Scores } from './guess-scores.ts';
import { imageInputOf, imageModel } from './image-model.ts';
import { type Colours, type UsualPreprocessing, usualNames } from './usual.ts';

/** What there is to guess by. */
export interface GuessOptions {
  readonly backend: Backend;
  /** Photographs of many things, at least eight; forty or more make the guess surer. */
  readonly pictures: readonly Pixels[];
  readonly signal?: AbortSignal;
}

/** The usual preprocessing that fits best, and how sure that is. */
export interface Guess {
  readonly name: UsualPreprocessing;
  readonly preprocessing: Preprocessing;
  readonly colours?: Colours;
  /** How far it is ahead of the next, in standard errors. */
  readonly margin: number;
  /** What was tried, the best first. */
  readonly tried: readonly { readonly name: UsualPreprocessing; readonly score: number }[];
}

const fewest = 8;
/** How much of what could be told of the pictures must be told: of two kinds of insects a wrong way may tell more than the right one. */
const diverse = 0.6;
/** Standard errors that a winner has to be ahead. */
const clear = 2;

interface Tried {
  readonly name: UsualPreprocessing;
  readonly scores: Scores;
  readonly measures: Measures;
  readonly score: number;
}

/**
 * Tries the usual ways on photographs and their mirror images, and takes the one by which a classifier is surest of each and yet says most
 * different things: the product of how far the highest score stands out among the others, in their standard deviations,
 * and of the information that a picture gives about the class. Inputs of a wrong scale blur the first or make everything
 * look alike; neither alone tells them all apart.
 *
 * @throws UsageError if the model is no classifier, or there are too few pictures; DataError if none is clearly ahead, or the pictures are
 * too much alike for that to mean anything
 */
export async function guessPreprocessing(model: Model, { backend, pictures, signal }: GuessOptions): Promise<Guess> {
  const { channels } = imageInputOf(model);
  checkClassifier(model);
  if (pictures.length < fewest)
    throw new UsageError('there are too few pictures to guess a preprocessing by', {
      where: model.name,
      expected: `at least ${fewest}, of many things`,
      received: `${pictures.length}`,
    });
  const names = usualNames.filter((name) => channels === 3 || name !== 'caffe');
  const results: Tried[] = [];
  for (const name of names) {
    signal?.throwIfAborted();
    const { preprocessing, colours } = usualFor(model, name);
    const tried = logitsOf(imageModel(model, preprocessing, colours));
    const output = await predict(tried, { backend, data: viewsOf(pictures, preprocessing), batchSize: 16 });
    const classes = output.data.length / (views * pictures.length);
    const logits = asLogits(output.data as Float32Array, classes);
    const scores = { views, pictures: pictures.length, classes, logits };
    const measures = measuresOf(scores);
    results.push({ name, scores, measures, score: qualityOf(measures) });
  }
  const [best, next] = results.sort((a, b) => b.score - a.score);
  const margin = marginOf(best!.scores, next!.scores);
  const diversity = diversityOf(best!.scores, best!.measures);
  if (!(margin >= clear && diversity >= diverse))
    throw new DataError('how pictures become its input cannot be guessed by these', {
      where: model.name,
      expected: `a way that is ${clear} standard errors ahead, and pictures that tell it ${diverse * 100} % of what so many could`,
      received: `'${best!.name}' before '${next!.name}' by ${margin.toFixed(1)}, and ${(diversity * 100).toFixed(0)} %`,
      hint: `say it (${usualNames.join(', ')}), or give photographs of many different things, of the kind that it was made for`,
    });
  const tried = results.map(({ name, score }) => ({ name, score }));
  return { name: best!.name, ...usualFor(model, best!.name), margin, tried };
}

/** Each picture is seen as it is and mirrored. */
const views = 2;

/** All pictures as they are, then all mirrored. */
function viewsOf(pictures: readonly Pixels[], description: Preprocessing): Exclude<Inputs, Tensor> {
  const { width, height, channels } = description;
  const prepare = preprocessor(description);
  return {
    size: views * pictures.length,
    get(index) {
      const { data } = fitPicture(pictures[index % pictures.length]!, description);
      const pixels = index < pictures.length ? data : mirrored(data, width, channels);
      return { x: { dtype: 'float32', shape: [channels, height, width], data: prepare(pixels) } };
    },
  };
}

function mirrored(data: Uint8Array, width: number, channels: number): Uint8Array {
  const out = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const [c, pixel] = [i % channels, Math.floor(i / channels)];
    const x = pixel % width;
    out[(pixel - x + width - 1 - x) * channels + c] = data[i]!;
  }
  return out;
}

function checkClassifier(model: Model): void {
  const { shape } = model.graph('infer').outputs.output!;
  const [classes = 1, ...others] = shape.slice(1).filter((d) => d !== 1);
  if (others.length === 0 && classes !== 1 && !endsInFeatures(model)) return;
  throw new UsageError('gives no scores of classes, and so nothing to guess a preprocessing by', {
    where: model.name,
    received: `an output ${showShape(shape)}`,
    hint: `say it: ${usualNames.join(', ')}`,
  });
}
