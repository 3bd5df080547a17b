'use client';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import type { LookedOf } from './looked-at.ts';

/** What the photos are that are looked at. */
export function LookedName({ of }: { readonly of: LookedOf }) {
  const { looked } = useText().understand;
  const classes = useProject((project) => project.classes);
  const name = (id: string) => classes.find((one) => one.id === id)?.name ?? '?';
  switch (of.kind) {
    case 'cell':
      return looked.cell(name(of.label), name(of.said));
    case 'pair':
      return looked.pair(name(of.classes[0]), name(of.classes[1]));
    case 'class':
      return looked.class(name(of.label));
    case 'between':
      return looked.between(of.from, of.to);
    default:
      return looked[of.kind];
  }
}
