/** A project: photos sorted into classes, how they shall be learnt, and what was learnt. All of it is JSON. */

import type { Evaluation, PictureFacts, Probe, Split, Strategy, Trust, UsualPreprocessing } from '@graftml/vision';

/** The form of a project that this version writes: see `readProject` for the older ones. */
export const projectVersion = 2;

/** Everything that is known of a project but the bytes: those of photos, thumbnails, features and models are in its storage. */
export interface Project {
  readonly version: typeof projectVersion;
  /** Letters, digits and dashes. */
  readonly id: string;
  readonly name: string;
  /** ISO 8601. */
  readonly created: string;
  /** In the order in which they are shown. */
  readonly classes: readonly ProjectClass[];
  /** By their ids, in the order in which they came. */
  readonly photos: Readonly<Record<PhotoId, Photo>>;
  /** Files that could not be read, the latest last. */
  readonly broken: readonly { readonly name: string; readonly reason: string }[];
  readonly settings: Settings;
  /** Files that are being read in. It is still there where the page was closed in the midst of that. */
  readonly reading?: Reading;
  /** What was trained last. Its file is in the storage. */
  readonly trained?: Trained;
  /** A model that was trained elsewhere, as long as none was trained here. Its file is in the storage. */
  readonly imported?: Imported;
}

/** How far files that were dropped have been read. */
export interface Reading {
  readonly done: number;
  /** Absent as long as folders are being walked through. */
  readonly total?: number;
  /** They are the samples of the package. */
  readonly samples?: true;
}

/** What is known of a model that came as a file. */
export interface Imported {
  /** The file: `flowers.onnx`. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** ISO 8601: when it came. */
  readonly at: string;
  /** In the order of its outputs. */
  readonly classes: readonly ProjectClass[];
  /** As its file says. */
  readonly backbone?: string;
  readonly strategy?: string;
  readonly evaluation?: { readonly of: string; readonly n: number; readonly accuracy: number };
}

/** SHA-256 of the file, hexadecimal: the same file is the same photo. */
export type PhotoId = string;
/** A UUID; a name can change. */
export type ClassId = string;

/** A class of photos. */
export interface ProjectClass {
  readonly id: ClassId;
  /** Unlike all others of the project. */
  readonly name: string;
}

/** A photo, not its pixels. */
export interface Photo {
  readonly id: PhotoId;
  /** The path as it was dropped: `leaves/rust/1.jpg`. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Of the file: `image/jpeg`. */
  readonly type: string;
  readonly facts: Omit<PictureFacts, 'digest'>;
  /** Its class; absent where nobody has said one: an unsorted photo. */
  readonly label?: ClassId;
  /** The part that it is kept in; absent where the seed may decide. */
  readonly split?: Split;
  /** What it was taken with, in one go of the camera: those of one group are learnt from together, or judge together. */
  readonly group?: string;
}

/** What a person may choose; see `defaultSettings`. */
export interface Settings {
  readonly backbone: BackboneChoice;
  /** Where the backbone is cut, by a name of `cutPoints`; where it says itself unless given. */
  readonly at?: string;
  readonly strategy: Strategy;
  readonly head: 'linear' | 'dense' | 'conv';
  /** In the words of `parseAugmentation`: `'flip,shift=0.1'`; `''` is nothing. Heeded where a network is trained on. */
  readonly augmentation: string;
  /** Shares of the labelled photos. */
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
  readonly device: DeviceChoice;
  readonly network: NetworkSettings;
  /** Below which probability an answer is "unsure", 0 for never; absent: as training found, see `unsureOf`. */
  readonly unsure?: number;
}

/** A pretrained network: that of the package, one that is known by name, or a file in the storage. */
export type BackboneChoice =
  | { readonly kind: 'known'; readonly name: string }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly digest: string;
      /** How pictures become its input, where its file does not say. */
      readonly preprocessing?: UsualPreprocessing;
    };

/** Where it is computed: here, on this page's WebGPU or WebAssembly, or by the server that the page came from. */
export type DeviceChoice = 'auto' | 'webgpu' | 'wasm' | 'server';

/** How a network is trained on, where the strategy does so. What is absent is decided by `transfer`. */
export interface NetworkSettings {
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly optimizer?: 'adam' | 'rmsprop' | 'sgd';
  readonly learningRate?: number;
  /** How the rate changes: up over a tenth of the steps, then down along half a cosine, unless given. */
  readonly schedule?: 'cosine' | 'constant' | 'exponential';
  /** Of a dense head: 0 to below 1. */
  readonly dropout?: number;
  /** Of a dense head. */
  readonly l2?: number;
  readonly patience?: number;
  /** Whether rare classes count as much as frequent ones. */
  readonly classWeights?: boolean;
}

/** What is kept of a training. */
export interface Trained {
  /** ISO 8601. */
  readonly at: string;
  /** `learntFrom` the project as it was: tells whether photos or settings have changed since. */
  readonly from?: string;
  /** Seconds. */
  readonly seconds: number;
  /** Where it ran, and why there. */
  readonly device: string;
  /** In the order of the model's outputs: the classes as they were. */
  readonly classes: readonly ProjectClass[];
  readonly settings: Settings;
  readonly strategy: Exclude<Strategy, 'auto'>;
  readonly cutAt?: string;
  readonly reasons: readonly string[];
  readonly probes?: readonly Probe[];
  readonly evaluation: Evaluation;
  readonly trust?: Trust;
  /** What the evaluation is of, in its order. */
  readonly judged: readonly PhotoId[];
  /** What was said of each of them: an index into `classes`, and its probability. */
  readonly answers: readonly (readonly [said: number, probability: number])[];
  /** Which class each of them had then: indices into `classes`. */
  readonly labels?: readonly number[];
  readonly pictures: Readonly<Record<'train' | 'validation' | 'test', number>>;
  /** By epochs, from the first; where a network was trained. */
  readonly history?: readonly Readonly<Record<string, number>>[];
  readonly bestEpoch?: number;
  /** Bytes of the file. */
  readonly size: number;
}

/** A new last layer on the backbone that comes with Graft, which takes seconds. */
export const defaultSettings: Settings = {
  backbone: { kind: 'known', name: 'graft-backbone' },
  strategy: 'head',
  head: 'linear',
  augmentation: '',
  validation: 0.2,
  test: 0,
  seed: 1,
  device: 'auto',
  network: {},
};

/** A new project without photos. @param now ISO 8601 */
export const newProject = (id: string, name: string, now: string): Project => ({
  version: projectVersion,
  id,
  name,
  created: now,
  classes: [],
  photos: {},
  broken: [],
  settings: defaultSettings,
});
