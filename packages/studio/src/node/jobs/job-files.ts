/** Where the files of a job are. */
import { join } from 'node:path';
import { modelFile } from '../../lab/model/models.ts';

export function jobFiles(folder: string) {
  const project = 'job';
  const store = join(folder, 'store');
  return {
    folder,
    /** `Job` */
    job: join(folder, 'job.json'),
    events: join(folder, 'events.jsonl'),
    /** As it came; gone when it is unpacked. */
    archive: join(folder, 'project.zip'),
    store,
    /** The id of the project in the store. */
    project,
    /** `Trained` */
    result: join(folder, 'result.json'),
    model: join(store, 'projects', project, 'documents', modelFile),
  };
}
