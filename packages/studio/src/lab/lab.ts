/**
 * What a lab does: everything about a project that takes time. A page talks to one that runs in a worker (`connectLab`), a server to one of
 * its own. Every method takes one request and, if it is long, hooks; so all of them can be called from afar, told how far they are,
 * and stopped.
 */
import type {
  Box,
  CollectionDescription,
  Prediction,
  TransferProgress,
  UsageFile,
  UsualPreprocessing,
} from '@graftml/vision';
import type { BackboneChoice, ClassId, DeviceChoice, Photo, PhotoId, Project, Trained } from '../project/project.ts';

/** What a caller may do while it waits. */
export interface Hooks<Event = never> {
  /** Ends it with its reason. What was done until then is kept. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: Event) => void;
}

/** How far something is that can be counted. */
export interface Done {
  readonly done: number;
  /** Unknown where it is still being looked for. */
  readonly total?: number;
}

/** A file that was dropped or chosen, or a picture of a camera. */
export interface DroppedFile {
  /** The path below what was dropped: `leaves/rust/1.jpg`. */
  readonly path: string;
  readonly blob: Blob;
}

/** A photo that is in the storage now, before it is in the project. */
export type AddedPhoto = Omit<Photo, 'label'> & {
  /** As its folder says. */
  readonly className?: string;
};

/** Files to be added to a project. */
export interface AddRequest {
  readonly projectId: string;
  readonly files: readonly DroppedFile[];
  /** The class of all of them, whatever their folders say; null: unsorted. Absent: as the folders say. */
  readonly className?: string | null;
  /** See `Photo.group`: that of all of them. */
  readonly group?: string;
  /** What is in the project already, so that it can be told. */
  readonly known: readonly PhotoId[];
}

/** Photos as they come, some at a time, so that a page can show them. */
export type AddEvent = Done & {
  readonly photos: readonly AddedPhoto[];
  readonly broken: Project['broken'];
};

/** What came of files that were added. */
export interface Added {
  readonly photos: number;
  /** Files that were in the project already, or twice among these. */
  readonly again: number;
  readonly broken: Project['broken'];
  /** Hidden files, and files that are no pictures. */
  readonly ignored: number;
}

/** What there is to know of the photos. Pictures go by names of their own there. */
export interface Described extends CollectionDescription {
  /** The photos by those names. */
  readonly ids: Readonly<Record<string, PhotoId>>;
}

/** A backbone that is ready. */
export interface Prepared {
  readonly name: string;
  /** Where it runs, and why. */
  readonly device: 'webgpu' | 'wasm' | 'cpu' | 'cuda';
  readonly reason: string;
  /** Numbers it makes of a picture at its usual cut. */
  readonly width: number;
  readonly parameters: number;
  readonly size: { readonly width: number; readonly height: number };
  /** Where it can be cut, from the picture to the end; `at` is what `Settings.at` takes. */
  readonly cuts: readonly Cut[];
}

/** A place where a network can be cut. */
export interface Cut {
  readonly at: string;
  /** Of one picture: `[1280, 7, 7]`. */
  readonly shape: readonly number[];
  /** The share of all weights that lie before it. */
  readonly weightsBefore: number;
  readonly isUsual: boolean;
}

/** A network for `prepare` to find: of the person, or one that is known and kept elsewhere. */
export interface KeepRequest {
  /** How pictures become the network's input is guessed by its photos, where nothing says it. */
  readonly project: Project;
  readonly source:
    | { readonly kind: 'file'; readonly file: DroppedFile }
    /** `name` is one of `knownModels`; the person has agreed to the address. */
    | { readonly kind: 'known'; readonly name: string; readonly address: string };
  /** The answer to a question. */
  readonly preprocessing?: UsualPreprocessing;
}

/** What came of it: a choice for the settings; or nothing yet, as nothing says how pictures become its input. */
export type KeptNetwork =
  | { readonly kind: 'kept'; readonly backbone: BackboneChoice }
  | {
      readonly kind: 'question';
      readonly size: { readonly width: number; readonly height: number };
      /** What fits the project's photos best, if that is clear. */
      readonly guess?: UsualPreprocessing;
    };

/** A training that was broken off, by a reload or an error, and can go on. */
export interface Unfinished {
  /** It is one of a server: which goes on there by itself and can be followed again, or which does not answer now. */
  readonly server?: 'there' | 'away';
  /** Epochs that are done, and how many there were to be. */
  readonly epochs: number;
  readonly of: number;
  readonly history: NonNullable<Trained['history']>;
}

/** Loading a network: bytes. */
export type LoadEvent = Done & { readonly phase: 'runtime' | 'network' | 'compile' };

/** What a head that was learnt in a moment says of photos, the least certain first. */
export interface Guesses {
  /** Of those that were asked about. */
  readonly guesses: readonly Guess[];
  /** Cross-validated, of the photos it learnt from; absent where they are too few. */
  readonly accuracy?: number;
  /** Milliseconds that the learning took. */
  readonly took: number;
}

/** What is guessed of an unsorted photo. */
export interface Guess {
  readonly id: PhotoId;
  readonly label: ClassId;
  readonly probability: number;
}

/** How far a training is. */
export type TrainEvent =
  | TransferProgress
  /** Where it runs, once that is known. */
  | { readonly phase: 'device'; readonly device: string; readonly reason: string }
  /** Whether the server that trains can be reached: told when that changes. */
  | { readonly phase: 'server'; readonly answers: boolean }
  /** Photos on their way to a server, in bytes; without a total they are being packed. */
  | ({ readonly phase: 'upload' } & Done)
  /** While a network is trained, from time to time: what it says of some of the photos to judge by now. */
  | {
      readonly phase: 'answers';
      readonly answers: readonly { readonly id: PhotoId; readonly said: ClassId; readonly probability: number }[];
    };

/** What a classifier says of a picture, and where it looked. */
export interface Explained {
  readonly prediction: Prediction;
  /** Below the classifier's threshold. */
  readonly unsure: boolean;
  /** The photo with the heat map over it, a JPEG. */
  readonly overlay?: Blob;
  readonly box?: Box;
  /** The labelled photos that are most alike, the nearest first. */
  readonly nearest?: readonly { readonly id: PhotoId; readonly similarity: number }[];
}

/** Points of a map, x and y of each photo in turn, between 0 and 1. */
export interface MapEvent extends Done {
  readonly points: Float32Array;
}

/** One row of what "apply to a folder" makes. */
export interface SortedRow {
  readonly path: string;
  readonly answer?: { readonly label: string; readonly probability: number; readonly unsure: boolean };
  /** Why there is none. */
  readonly broken?: string;
}

/** A file that was made, to be saved by the person. */
export interface MadeFile {
  readonly name: string;
  readonly blob: Blob;
}

/** See the head of this file. Ids of projects are those of `ProjectStore`. */
export interface Lab {
  /** Loads runtime and network, so that the first prediction is quick. */
  prepare(
    request: { readonly projectId: string; readonly backbone: BackboneChoice; readonly device: DeviceChoice },
    hooks?: Hooks<LoadEvent>,
  ): Promise<Prepared>;
  /** Reads files and archives, keeps what is a picture, and makes thumbnails. Nothing is lost where one is broken. */
  add(request: AddRequest, hooks?: Hooks<AddEvent>): Promise<Added>;
  /** A JPEG of at most 256 pixels; undefined where it is gone. */
  thumbnail(request: { readonly projectId: string; readonly id: PhotoId }): Promise<Blob | undefined>;
  /** The file as it came. */
  photo(request: { readonly projectId: string; readonly id: PhotoId }): Promise<Blob | undefined>;
  /** What a person should know of the photos before training: counts, imbalance, copies, bursts. */
  describe(request: { readonly project: Project }): Promise<Described>;
  /** Computes the features that are missing, once. Gives the ids of photos that could not be read. */
  look(
    request: { readonly project: Project; readonly ids: readonly PhotoId[] },
    hooks?: Hooks<Done>,
  ): Promise<readonly PhotoId[]>;
  /** Learns a linear head on all photos that have a label, and asks it about those that have none. */
  guess(request: { readonly project: Project }, hooks?: Hooks<Done>): Promise<Guesses>;
  /** Keeps a network, so that `prepare` finds it. @throws for what is no network on pictures */
  keepNetwork(request: KeepRequest, hooks?: Hooks<LoadEvent>): Promise<KeptNetwork>;
  /** The names of known networks that need not be fetched. */
  keptNetworks(): Promise<readonly string[]>;
  /** Whether the training that these settings ask for was begun. */
  unfinished(request: { readonly project: Project }): Promise<Unfinished | undefined>;
  /**
   * Trains as the settings say and keeps the file as the project's model. Stopped while a network is trained, it has the best until then.
   * It begins anew unless told to go on with what is unfinished.
   */
  train(request: { readonly project: Project; readonly goOn?: boolean }, hooks?: Hooks<TrainEvent>): Promise<Trained>;
  /** Which of the four cases fits, by measuring on the features alone. */
  measure(
    request: { readonly project: Project },
    hooks?: Hooks<Done>,
  ): Promise<{
    readonly strategy: Trained['strategy'];
    readonly at?: string;
    readonly reasons: readonly string[];
    readonly probes: NonNullable<Trained['probes']>;
  }>;
  /** The project's model on a picture: one of the project, a file, or what a camera sees. */
  explain(request: {
    readonly projectId: string;
    readonly picture: PhotoId | Blob | ImageBitmap;
    /** The class whose reasons are asked for; that which it said unless given. */
    readonly label?: string;
    /** Only the answer: quick enough for a camera. */
    readonly answerOnly?: boolean;
    /** Below which probability it is unsure (`unsureOf`), or `'off'`; what the file says unless given. */
    readonly unsure?: number | 'off';
    /** Among these photos, those that are most alike are told. */
    readonly among?: { readonly settings: Project['settings']; readonly ids: readonly PhotoId[] };
  }): Promise<Explained>;
  /** A map of the photos by what the network makes of them. Draws itself as it goes. */
  map(
    request: { readonly project: Project; readonly ids: readonly PhotoId[] },
    hooks?: Hooks<MapEvent>,
  ): Promise<Float32Array>;
  /** What the network will see of some photos with that augmentation, one JPEG. */
  sheet(request: {
    readonly project: Project;
    readonly ids: readonly PhotoId[];
    readonly augmentation: string;
    readonly epoch: number;
    /** The colour between them, red, green and blue from 0 to 255; white unless given. */
    readonly ground?: readonly [number, number, number];
  }): Promise<Blob>;
  /** The project's model on many files, in their order; `unsure` as in `explain`. */
  sort(
    request: {
      readonly projectId: string;
      readonly files: readonly DroppedFile[];
      readonly unsure?: number | 'off';
    },
    hooks?: Hooks<Done & { readonly rows: readonly SortedRow[] }>,
  ): Promise<Done>;
  /** Files as a zip, under their paths: what `sort` put into folders, where a page cannot write them itself. */
  pack(
    request: { readonly name: string; readonly files: readonly DroppedFile[] },
    hooks?: Hooks<Done>,
  ): Promise<MadeFile>;
  /** The project as a zip: photos in folders named after their classes, `project.json`, the model. `graft train` takes it too. */
  exportProject(request: { readonly project: Project }, hooks?: Hooks<Done>): Promise<MadeFile>;
  /** The classifier alone, as `graft train` would write it, unsure where `unsureOf(project)` says. */
  exportModel(request: { readonly projectId: string; readonly project: Project }): Promise<MadeFile>;
  /** Programs that use the model, lying beside them as `model`, without Graft: see `usageFiles`. */
  usage(request: { readonly project: Project; readonly model: string }): Promise<readonly UsageFile[]>;
  /** The self-contained page of `@graftml/vision/report`. */
  exportReport(request: { readonly project: Project }, hooks?: Hooks<Done>): Promise<MadeFile>;
  /** A zip that `exportProject` made, or an `.onnx` file of `graft train`, as a new project in the storage. */
  importProject(request: { readonly file: DroppedFile; readonly id: string }, hooks?: Hooks<Done>): Promise<Project>;
  /** Whether a file is an archive of a project: to be imported, rather than its photos added. */
  isProject(request: { readonly file: DroppedFile }): Promise<boolean>;
  /** Some photographs to try with, drawn here: classes in folders. */
  samples(request: { readonly seed: number }): Promise<readonly DroppedFile[]>;
}
