'use client';
/** A photo of the project: where the network begins. */
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { Thumb } from '../../ui/thumb.tsx';

export function FirstPhoto() {
  const { backbone: text } = useText();
  const id = useProject(({ photos }) => Object.keys(photos)[0]);
  return (
    <div className="mr-2 flex size-24 shrink-0 items-center justify-center overflow-hidden rounded-small border border-line bg-sunken text-faint text-small">
      {id === undefined ? text.photo : <Thumb id={id} alt="" />}
    </div>
  );
}
