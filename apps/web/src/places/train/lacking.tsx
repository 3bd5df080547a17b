'use client';
/** What a training lacks as yet, and the button that mends it. */
import { ImagePlus, Images, Tags } from 'lucide-react';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/states.tsx';
import { usePlace } from '../../workspace/place.ts';
import type { Missing } from './missing.ts';

const icons = { photos: ImagePlus, classes: Tags, few: Images } as const;

export function Lacking({ missing }: { readonly missing: Missing }) {
  const { train } = useText();
  const [, go] = usePlace();
  const { title, hint, act } = train.missing[missing.kind];
  const names = missing.kind === 'few' ? missing.classes.map(({ name }) => name).join(', ') : '';
  return (
    <Empty icon={icons[missing.kind]} title={typeof title === 'function' ? title(names) : title} hint={hint}>
      <Button kind="primary" onClick={() => go('photos')}>
        {act}
      </Button>
    </Empty>
  );
}
