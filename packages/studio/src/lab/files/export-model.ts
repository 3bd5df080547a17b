/** The classifier of a project as a file, and programs that use it. */
import { type UsageFile, usageFiles, withLabels, withUnsure } from '@graftml/vision';
import { asFileName } from '../../project/file-name.ts';
import { unsureOf } from '../../project/findings.ts';
import type { Project } from '../../project/project.ts';
import type { MadeFile } from '../lab.ts';
import type { Models } from '../model/models.ts';

/** Classes go by the names that they have now. */
export async function exportedModel({ project }: { readonly project: Project }, models: Models): Promise<MadeFile> {
  const { bytes, classifier } = await models.get(project.id);
  const unsure = unsureNow(project, classifier);
  const described = withUnsure(withLabels(bytes, labelsNow(project, classifier.labels)), unsure);
  return {
    name: `${asFileName(project.name)}.onnx`,
    blob: new Blob([described], { type: 'application/octet-stream' }),
  };
}

export async function usage(
  { project, model }: { readonly project: Project; readonly model: string },
  models: Models,
): Promise<readonly UsageFile[]> {
  const { classifier } = await models.get(project.id);
  const { preprocessing } = classifier;
  const unsure = unsureNow(project, classifier);
  return usageFiles({
    labels: labelsNow(project, classifier.labels),
    preprocessing,
    model,
    ...(unsure && { unsure }),
  });
}

/** A class that is gone keeps the name that it was learnt by. */
export function labelsNow({ trained, imported, classes }: Project, labels: readonly string[]): readonly string[] {
  const learnt = (trained ?? imported)?.classes ?? [];
  const now = new Map(classes.map(({ id, name }) => [id, name]));
  const names = labels.map((label, i) => now.get(learnt[i]?.id ?? '') ?? label);
  // Names of classes that came later may be those of some that are gone.
  return new Set(names).size === names.length ? names : labels;
}

const unsureNow = (project: Project, classifier: { readonly unsure?: ReturnType<typeof unsureOf> }) =>
  project.imported && project.settings.unsure === undefined ? classifier.unsure : unsureOf(project);
