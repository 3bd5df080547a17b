/** Where projects are kept: which there are, and for each its documents, photos and features. */
import type { Storage } from '@graftml/core';
import type { History } from '../project/history.ts';
import type { Project } from '../project/project.ts';

/** What is shown of a project before it is opened. */
export interface ProjectEntry {
  readonly id: string;
  readonly name: string;
  /** ISO 8601 */
  readonly created: string;
  readonly changed: string;
  readonly photos: number;
  readonly classes: readonly string[];
  /** Of its last training. */
  readonly accuracy?: number;
}

/** The shelves of one project. */
export interface ProjectShelves {
  /** `project.json`, `history.json`, `model.onnx`, `network-<digest>.onnx`. */
  readonly documents: Storage;
  /** `<photo id>`: the files as they came. */
  readonly photos: Storage;
  /** `<photo id>`: JPEGs of at most 256 pixels. */
  readonly thumbnails: Storage;
  /** A training that goes on: see `modelCheckpoint`. */
  readonly checkpoint: Storage;
}

/** All projects of one browser, or one folder. */
export interface ProjectStore {
  /** The one that was changed last comes first. */
  list(): Promise<readonly ProjectEntry[]>;
  /** @throws FileError if there is none, or it is damaged or of a newer version */
  open(id: string): Promise<{ readonly project: Project; readonly history: History }>;
  /** Writes the documents, all or nothing. */
  save(project: Project, history: History): Promise<void>;
  remove(id: string): Promise<void>;
  shelves(id: string): ProjectShelves;
  /** Features of all projects, as `extractFeatures` keeps them. */
  readonly features: Storage;
  /** Known networks that were fetched: `resnet-18.onnx`. Those that a person gave are among the documents of their project. */
  readonly networks: Storage;
}
