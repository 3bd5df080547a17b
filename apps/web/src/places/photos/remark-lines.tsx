'use client';
import { Copy, FileWarning, Images, type LucideIcon, Scale, Sprout } from 'lucide-react';
import { useText } from '../../text/text.tsx';
import type { Remark } from './remarks.ts';

const icons: Readonly<Record<Remark['kind'], LucideIcon>> = {
  alike: Copy,
  burst: Images,
  uneven: Scale,
  few: Sprout,
  broken: FileWarning,
};

export interface RemarkLinesProps {
  readonly remarks: readonly Remark[];
  readonly onShow: (remark: Remark) => void;
}

/** Quiet lines; those that are about photos show them. */
export function RemarkLines({ remarks, onShow }: RemarkLinesProps) {
  const { photos: text } = useText();
  if (remarks.length === 0) return null;
  return (
    <ul className="mb-3 flex shrink-0 flex-wrap gap-x-5 gap-y-1 text-small text-soft">
      {remarks.map((remark) => {
        const Icon = icons[remark.kind];
        return (
          <li key={remark.kind} className="flex items-center gap-1.5">
            <Icon size={15} aria-hidden className="shrink-0 text-faint" />
            {remark.text}
            {(remark.groups.length > 0 || remark.kind === 'broken') && (
              <button
                type="button"
                onClick={() => onShow(remark)}
                className="rounded-small px-1 font-medium text-accent underline-offset-4 hover:underline"
              >
                {text.show}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
