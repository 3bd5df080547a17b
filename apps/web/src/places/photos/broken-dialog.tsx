'use client';
import { useProject, useSession } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useDone } from './use-done.ts';

/** Files that could not be read, and why. */
export function BrokenDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { app, photos: text } = useText();
  const broken = useProject((project) => project.broken);
  const session = useSession();
  const done = useDone();
  const forget = () => {
    onClose();
    session.apply({ type: 'forget-broken' });
    done(text.forgotten);
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={text.remarks.broken(broken.length)}
      hint={text.brokenHint}
      actions={
        <>
          <Button onClick={forget}>{text.forget}</Button>
          <Button kind="primary" onClick={onClose}>
            {app.close}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-3 text-small">
        {broken.slice(-500).map(({ name, reason }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a file may have failed twice
          <li key={`${name}-${i}`}>
            <span className="block font-medium break-all">{name}</span>
            <span className="text-soft">{reason}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
