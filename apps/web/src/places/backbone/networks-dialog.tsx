'use client';
/** All networks there are to build on: the one of Graft, those that are known, and the person's own. */
import { knownModels } from '@graftml/vision';
import { useEffect, useState } from 'react';
import { useProject, useStudio } from '../../state/studio.tsx';
import { TaskLine } from '../../state/use-tasks.tsx';
import { useText } from '../../text/text.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { bytesOf } from '../../ui/figures.ts';
import { KnownRow } from './known-row.tsx';
import { OwnNetwork } from './own-network.tsx';
import { networkTask, useKeepNetwork } from './use-keep-network.ts';

interface NetworksDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function NetworksDialog({ open, onClose }: NetworksDialogProps) {
  const { backbone: text } = useText();
  const chosen = useProject(({ settings }) => settings.backbone);
  const { choose, fetchKnown, take, kept } = useKeepNetwork();
  const here = useKeptNetworks(open, kept);
  const isChosen = (name: string) => chosen.kind === 'known' && chosen.name === name;
  return (
    <Dialog open={open} onClose={onClose} title={text.networks} hint={text.networksHint} wide>
      <div className="mb-3 empty:hidden">
        <TaskLine of={networkTask} detail={bytesOf} />
      </div>
      <ul className="divide-y divide-line">
        {chosen.kind === 'file' && (
          <li className="flex items-center gap-4 py-3">
            <span className="min-w-0 flex-1 truncate font-medium">{chosen.name}</span>
            <span className="text-accent text-small">{text.inUse}</span>
          </li>
        )}
        {knownModels.map((model) => (
          <KnownRow
            key={model.name}
            model={model}
            isChosen={isChosen(model.name)}
            isHere={model.source.kind === 'package' || here.includes(model.name)}
            onUse={() => {
              choose({ kind: 'known', name: model.name });
              onClose();
            }}
            onFetch={(address) => void fetchKnown(model, address)}
          />
        ))}
      </ul>
      <OwnNetwork
        onFile={(file) => {
          take(file);
          onClose();
        }}
      />
    </Dialog>
  );
}

/** Asked again whenever the dialog opens, and when one more was kept. */
function useKeptNetworks(open: boolean, kept: number): readonly string[] {
  const { lab } = useStudio();
  const [here, setHere] = useState<readonly string[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one more is a reason to ask again
  useEffect(() => {
    // Where it is not known, they are offered to be fetched.
    if (open) lab.keptNetworks().then(setHere, () => {});
  }, [lab, open, kept]);
  return here;
}
