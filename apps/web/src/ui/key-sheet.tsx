'use client';
/** Which keys there are here. */
import { useBoundKeys } from '../state/keys.tsx';
import { useText } from '../text/text.tsx';
import { Dialog } from './dialog.tsx';
import { Keys } from './keys.tsx';

export function KeySheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { app } = useText();
  const bound = useBoundKeys();
  return (
    <Dialog open={open} onClose={onClose} title={app.keys}>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2.5 text-small">
        {bound.map(({ keys, says }) => (
          <div key={keys + says} className="col-span-2 grid grid-cols-subgrid items-center">
            <dt>{says}</dt>
            <dd className="text-right text-soft">
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
