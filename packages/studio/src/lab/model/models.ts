/** The models of projects, ready to be asked. */
import { type Backend, FileError, fixWeights, type Storage } from '@graftml/core';
import { type Classifier, createExplainer, type Explainer, openClassifier } from '@graftml/vision';
import type { ProjectStore } from '../../store/project-store.ts';
import { type PictureRunner, pictureRunner } from '../networks/picture-runner.ts';

export const modelFile = 'model.onnx';

/** A model that was opened. */
export interface ReadyModel {
  readonly classifier: Classifier;
  readonly bytes: Uint8Array;
  /** To probabilities; compiled when it is asked for first, as is the other. */
  runner(backend: Backend): Promise<PictureRunner>;
  /** Undefined for a model that has nothing with height and width to look at. */
  explainer(backend: Backend): Promise<Explainer | undefined>;
}

export interface Models {
  /** @throws FileError where the project has none */
  get(projectId: string): Promise<ReadyModel>;
  /** After another one was written. */
  forget(projectId: string): void;
}

/** One is kept open: that of the project that was asked for last. */
export function models({ shelves }: Pick<ProjectStore, 'shelves'>): Models {
  let open: { readonly projectId: string; readonly model: Promise<ReadyModel> } | undefined;
  return {
    get(projectId) {
      if (open?.projectId === projectId) return open.model;
      const model = opened(shelves(projectId).documents);
      open = { projectId, model };
      model.catch(() => {
        if (open?.model === model) open = undefined;
      });
      return model;
    },
    forget(projectId) {
      if (open?.projectId === projectId) open = undefined;
    },
  };
}

async function opened(documents: Storage): Promise<ReadyModel> {
  const bytes = await documents.read(modelFile);
  if (!bytes) throw new FileError('there is no model yet', { where: modelFile, hint: 'train one first' });
  const classifier = openClassifier(bytes, modelFile);
  const runners = perBackend((backend) =>
    pictureRunner(backend, fixWeights(classifier.model), classifier.preprocessing),
  );
  const explainers = perBackend((backend) => createExplainer(classifier, { backend }).catch(() => undefined));
  return { classifier, bytes, runner: runners, explainer: explainers };
}

/** Made once for each. */
function perBackend<Made>(make: (backend: Backend) => Promise<Made>): (backend: Backend) => Promise<Made> {
  const made = new WeakMap<Backend, Promise<Made>>();
  return (backend) => {
    const known = made.get(backend);
    if (known) return known;
    const begun = make(backend);
    made.set(backend, begun);
    begun.catch(() => made.delete(backend));
    return begun;
  };
}
