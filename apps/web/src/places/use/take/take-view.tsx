'use client';
/** The model, the project and the report as files; programs that use the model. */
import { unsureOf } from '@graftml/studio';
import { Download, FileText, FolderArchive, FolderOpen, Package } from 'lucide-react';
import type { ReactNode } from 'react';
import { useProject } from '../../../state/studio.tsx';
import { TaskLine } from '../../../state/use-tasks.tsx';
import { useText } from '../../../text/text.tsx';
import { Button } from '../../../ui/button.tsx';
import { PlacePage } from '../../../ui/place-page.tsx';
import { isModel, useOpenModel } from '../open-model.tsx';
import { useFilesHere } from '../use-files-here.ts';
import { ExportCard } from './export-card.tsx';
import { Snippets } from './snippets.tsx';
import { useExports } from './use-exports.ts';

export function TakeView({ tools }: { readonly tools: ReactNode }) {
  const { take } = useText().use;
  const { places } = useText();
  const size = useProject((project) => (project.trained ?? project.imported)?.size ?? 0);
  const threshold = useProject((project) => unsureOf(project)?.threshold);
  const { save, running, modelName } = useExports();
  const { pick, read, input } = useOpenModel();
  useFilesHere(async (source) => {
    const [file] = await source();
    if (file && (isModel(file) || /\.zip$/i.test(file.path))) read(file);
  });
  const facts = [
    take.size((size / 1e6).toFixed(1)),
    threshold === undefined ? take.neverUnsure : take.unsureAt(threshold),
  ].join(' · ');
  return (
    <PlacePage
      title={places.use}
      tools={tools}
      note={
        <Button kind="quiet" size="small" onClick={pick}>
          <FolderOpen size={16} aria-hidden />
          {take.open}
        </Button>
      }
      primary={
        <Button kind="primary" disabled={running} onClick={() => save('model')}>
          <Download size={18} aria-hidden />
          {take.download}
        </Button>
      }
    >
      {input}
      <div className="flex flex-col gap-6">
        <div className="flex flex-col gap-3 empty:hidden">
          <TaskLine of="export" />
          <TaskLine of="import" />
        </div>
        <div className="grid gap-4 md:grid-cols-3">
          <ExportCard
            icon={Package}
            title={take.model}
            hint={take.modelHint}
            facts={facts}
            action={take.download}
            disabled={running}
            onSave={() => save('model')}
          />
          <ExportCard
            icon={FolderArchive}
            title={take.project}
            hint={take.projectHint}
            action={take.downloadProject}
            disabled={running}
            onSave={() => save('project')}
          />
          <ExportCard
            icon={FileText}
            title={take.report}
            hint={take.reportHint}
            action={take.downloadReport}
            disabled={running}
            onSave={() => save('report')}
          />
        </div>
        <Snippets model={modelName} />
      </div>
    </PlacePage>
  );
}
