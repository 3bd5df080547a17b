import type { LucideIcon } from 'lucide-react';
import { Download } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';

export interface ExportCardProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly hint: string;
  readonly facts?: string;
  readonly action: string;
  readonly disabled: boolean;
  readonly onSave: () => void;
}

export const ExportCard = ({ icon: Icon, title, hint, facts, action, disabled, onSave }: ExportCardProps) => (
  <section className="flex flex-col gap-2 rounded-card border border-line bg-surface p-5 shadow-rest">
    <span className="mb-1 flex size-10 items-center justify-center rounded-small bg-accent-soft text-accent">
      <Icon size={20} aria-hidden />
    </span>
    <h2 className="font-semibold text-body">{title}</h2>
    <p className="flex-1 text-pretty text-small text-soft">{hint}</p>
    {facts && <p className="counts text-faint text-small">{facts}</p>}
    <Button className="mt-2 self-start" size="small" disabled={disabled} onClick={onSave}>
      <Download size={16} aria-hidden />
      {action}
    </Button>
  </section>
);
