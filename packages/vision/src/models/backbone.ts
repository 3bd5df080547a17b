/** A pretrained network to graft a head on: what it takes, what it says, and where to cut it. */
import { type CutPoint, cut, cutPoints, inputName, type Model, nodeOf, UsageError } from '@graftml/core';
import { type ExternalData, fromOnnx, labelsOf, readMetadata } from '@graftml/onnx';
import { mainOutput, preprocessingKey } from '../classifier.ts';
import { tensorModel } from '../classifier-model.ts';
import { type Preprocessing, parsePreprocessing } from '../preprocessing.ts';
import { imageInputOf, imageModel } from './image-model.ts';
import type { KnownModel } from './known.ts';
import {
  type Colours,
  type PictureFormat,
  type UsualPreprocessing,
  usualNames,
  usualPreprocessing,
  usualPreprocessings,
} from './usual.ts';

/** Who says how pictures become the network's input: its file, the table of known models, the caller, or a guess. */
export type ToldBy = 'file' | 'known' | 'given' | 'guess';

/** A network to build on, on pictures as its preprocessing makes them. */
export interface Backbone {
  readonly name: string;
  /** From what `preprocessing` makes, float32 `[N, channels, height, width]`, to what the network was made to say. */
  readonly model: Model;
  readonly preprocessing: Preprocessing;
  readonly toldBy: ToldBy;
  /** What its outputs stand for, where its file says it. */
  readonly labels?: readonly string[];
  readonly cutPoints: readonly CutPoint[];
  /** Up to one of them. */
  cut(name: string): Model;
  /** Where `features` ends; undefined where that is the output. */
  readonly at?: string;
  /** The network up to where a new head usually goes. */
  readonly features: Model;
}

/** What is known of a file that shall become a backbone. */
export interface BackboneOptions {
  /** The file's name, for errors. */
  readonly where?: string;
  readonly externalData?: ExternalData;
  /** Which output is meant, in a file that has several. */
  readonly output?: string;
  /** What is known of the file. */
  readonly known?: KnownModel;
  /** What pictures go through, in full or by a usual name; before what the file and the table say. */
  readonly preprocessing?: Preprocessing | UsualPreprocessing;
  /** With a preprocessing in full: whether blue comes first. */
  readonly colours?: Colours;
  /**
   * Pixels that pictures are brought to, instead of what the preprocessing says: half the side is a quarter of the work. Multiples of 32
   * suit most networks. One with linear layers on its maps, as VGG16, takes its own size alone, unless it is cut before them.
   */
  readonly size?: Pick<PictureFormat, 'width' | 'height'>;
  /** Where `features` ends, as `cut` takes it. */
  readonly at?: string;
}

/**
 * @throws FileError for what is no ONNX model; UsageError for one that takes no pictures, or of which nothing says how pictures become
 * its input
 */
export function backboneFrom(bytes: Uint8Array, options: BackboneOptions = {}): Backbone {
  const { where, output, externalData, known } = options;
  const source = { ...(where !== undefined && { where }), ...(externalData && { externalData }) };
  const { metadata } = readMetadata(bytes, source);
  const labels = labelsOf(metadata);
  const stored = metadata[preprocessingKey];
  const chosen = output ?? (labels && stored !== undefined ? mainOutput : undefined);
  const read = fromOnnx(bytes, { ...source, ...(chosen !== undefined && { output: chosen }) });
  const file = where === undefined ? read : { ...read, name: where };
  const ofFile = stored === undefined ? undefined : parsePreprocessing(stored, `${where ?? 'model'}: preprocessing`);
  const takesBytes = ofFile && file.inputs[0]?.dtype === 'uint8';
  const inner = takesBytes ? tensorModel(file, ofFile) : file;
  const { preprocessing: usual, colours, toldBy } = told(inner, ofFile, options);
  const preprocessing = options.size ? parsePreprocessing({ ...usual, ...options.size }) : usual;
  const model = { ...imageModel(inner, preprocessing, colours), name: read.name };
  const points = cutPoints(model);
  const at = options.at ?? known?.cut ?? usualCut(model, points);
  return {
    name: known?.name ?? where ?? read.name,
    model,
    preprocessing,
    toldBy,
    ...(labels && { labels }),
    cutPoints: points,
    cut: (name) => cut(model, name),
    ...(at !== undefined && { at }),
    features: at === undefined ? model : cut(model, at),
  };
}

/** The only thing that is missing is the preprocessing. */
export class NothingTold extends UsageError {}

function told(
  model: Model,
  ofFile: Preprocessing | undefined,
  { preprocessing: given, colours, known, where }: BackboneOptions,
): Pick<Backbone, 'preprocessing' | 'toldBy'> & { readonly colours?: Colours } {
  if (typeof given === 'string') return { ...usualFor(model, given), toldBy: 'given' };
  if (given) return { preprocessing: given, toldBy: 'given', ...(colours && { colours }) };
  if (ofFile) return { preprocessing: ofFile, toldBy: 'file' };
  if (known) return { preprocessing: known.preprocessing, toldBy: 'known' };
  imageInputOf(model);
  throw new NothingTold('nothing says how pictures become its input', {
    where: where ?? model.name,
    expected: `preprocessing: ${usualNames.join(', ')}, or one in full`,
    hint: 'whoever trained it knows; with some of your pictures it can be guessed',
  });
}

/** Where a network leaves its size open, this many pixels are usual. */
const usualSize = 224;

/** A usual preprocessing at the size of a model. */
export function usualFor(
  model: Model,
  name: UsualPreprocessing,
): { readonly preprocessing: Preprocessing; readonly colours?: Colours } {
  const { channels, width = usualSize, height = usualSize } = imageInputOf(model);
  const usual = usualPreprocessings[name];
  return {
    preprocessing: usualPreprocessing(name, { channels, width, height }),
    ...(channels === 3 && 'colours' in usual && { colours: usual.colours }),
  };
}

/**
 * The last list of features, `[N, 512]` or `[N, 512, 1, 1]`, that parameters follow; where nothing of the kind is left, the output, if
 * that is a list and no linear layer makes it; else the last block before the classifier.
 */
function usualCut(model: Model, points: readonly CutPoint[]): string | undefined {
  const inside = points.filter(({ after }) => after.parameters > 0);
  const features = inside.findLast(({ natural }) => natural === 'features');
  if (features || endsInFeatures(model)) return features?.name;
  return (inside.findLast(({ natural }) => natural) ?? inside.at(-1))?.name;
}

/** With and without one for the background. */
const imageNetClasses: readonly unknown[] = [1000, 1001];

/** Whether its output is a list that an activation made: of scores none is, but for SqueezeNet's, which are as many as ImageNet's classes. */
export function endsInFeatures({ parameters, graph }: Model): boolean {
  const { output } = graph('infer').outputs;
  const [length, ...others] = output!.shape.slice(1).filter((d) => d !== 1);
  if (others.length > 0 || imageNetClasses.includes(length)) return false;
  const learned = new Set(parameters.map(({ name }) => name));
  for (let node = nodeOf(output!); node?.inputs[0]; node = nodeOf(node.inputs[0])) {
    if (activations.has(node.op)) return true;
    if (node.inputs.some((x) => x && learned.has(inputName(x) ?? ''))) return false;
  }
  return false;
}

const activations: ReadonlySet<string> = new Set(['relu', 'clip', 'hardSwish', 'gelu', 'elu', 'leakyRelu', 'pRelu']);
