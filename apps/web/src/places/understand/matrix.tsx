'use client';
/** The matrix one clicks into. */
import { type KeyboardEvent, useRef } from 'react';
import { useProject } from '../../state/studio.tsx';
import { useText } from '../../text/text.tsx';
import { ClassMark } from '../../ui/class-mark.tsx';
import { ClassName } from '../../ui/class-name.tsx';
import { classes as names } from '../../ui/classes.ts';
import { Tip } from '../../ui/tip.tsx';
import { Card } from './card.tsx';
import type { LookedOf } from './looked-at.ts';
import { matrixPart } from './matrix-part.ts';
import type { Found } from './understand-place.tsx';

export interface MatrixProps {
  readonly findings: Found;
  readonly looked: LookedOf;
  readonly onOpen: (of: LookedOf) => void;
}

export function Matrix({ findings, looked, onOpen }: MatrixProps) {
  const { matrix } = useText().understand;
  const { classes, confusion } = findings;
  const own = useProject((project) => project.classes);
  const body = useRef<HTMLTableSectionElement>(null);
  const part = matrixPart(findings);
  const size = part.length <= 5 ? 'h-16 min-w-16 text-body' : part.length <= 8 ? 'h-13 min-w-13' : 'h-11 min-w-11';
  const indexOf = (id: string) => own.findIndex((one) => one.id === id);
  const isLooked = (label: string, said: string) =>
    (looked.kind === 'cell' && looked.label === label && looked.said === said) ||
    (looked.kind === 'pair' && label !== said && looked.classes.includes(label) && looked.classes.includes(said));
  return (
    <Card title={matrix.title} term={matrix.term} hint={matrix.hint}>
      <div className="-mx-1 overflow-x-auto px-1 pb-1">
        <table className="border-separate border-spacing-1 text-small">
          <thead>
            <tr>
              <td className="pr-2 pb-1 text-right align-bottom text-faint">
                {matrix.is} ↓ <span className="whitespace-nowrap">{matrix.said} →</span>
              </td>
              {part.map((k) => (
                <th key={classes[k]!.id} scope="col" className="h-8 pb-1 align-bottom font-normal">
                  <Tip text={classes[k]!.name} side="top">
                    <span className="inline-flex">
                      <ClassMark index={indexOf(classes[k]!.id)} />
                      <span className="sr-only">{classes[k]!.name}</span>
                    </span>
                  </Tip>
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={(event) => walk(event, body.current, part.length)}>
            {part.map((i) => {
              const row = confusion[i]!;
              const total = row.reduce((sum, count) => sum + count, 0);
              return (
                <tr key={classes[i]!.id}>
                  <th scope="row" className="max-w-32 pr-2 text-left font-normal sm:max-w-44">
                    <button
                      type="button"
                      onClick={() => onOpen({ kind: 'class', label: classes[i]!.id })}
                      className="flex w-full rounded-small hover:text-accent"
                    >
                      <ClassName index={indexOf(classes[i]!.id)} name={classes[i]!.name} />
                    </button>
                  </th>
                  {part.map((k) => {
                    const [label, said] = [classes[i]!, classes[k]!];
                    return (
                      <td key={said.id} className="p-0">
                        <Cell
                          count={row[k]!}
                          share={total === 0 ? 0 : row[k]! / total}
                          right={i === k}
                          size={size}
                          looked={isLooked(label.id, said.id)}
                          says={matrix.cell(row[k]!, label.name, said.name)}
                          onOpen={() => onOpen({ kind: 'cell', label: label.id, said: said.id })}
                        />
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {part.length < classes.length && (
        <p className="mt-3 text-small text-soft">{matrix.some(part.length, classes.length)}</p>
      )}
    </Card>
  );
}

interface CellProps {
  readonly count: number;
  /** Of its row. */
  readonly share: number;
  readonly right: boolean;
  readonly looked: boolean;
  /** Few classes have large cells. */
  readonly size: string;
  readonly says: string;
  readonly onOpen: () => void;
}

function Cell({ count, share, right, looked, size, says, onOpen }: CellProps) {
  const strength = Math.round(12 + 78 * Math.sqrt(share));
  const hue = right ? 'var(--accent)' : 'var(--wrong)';
  const strong = strength > 55;
  return (
    <Tip text={says} side="top">
      <button
        type="button"
        aria-label={says}
        aria-pressed={looked}
        aria-disabled={count === 0}
        onClick={() => count > 0 && onOpen()}
        style={count > 0 ? { background: `color-mix(in oklab, ${hue} ${strength}%, var(--surface))` } : {}}
        className={names(
          'counts flex w-full items-center justify-center rounded-small transition-shadow duration-150',
          count === 0 ? 'cursor-default bg-sunken text-faint/60' : strong ? 'font-semibold text-on-accent' : 'text-ink',
          count > 0 && 'hover:shadow-lift',
          size,
          looked && 'outline-2 outline-ink outline-offset-1',
        )}
      >
        {count === 0 ? '·' : count}
      </button>
    </Tip>
  );
}

/** Arrows go from cell to cell. */
function walk(event: KeyboardEvent, body: HTMLElement | null, width: number): void {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -width, ArrowDown: width }[event.key];
  const cells = [...(body?.querySelectorAll<HTMLElement>('td > button') ?? [])];
  const at = cells.indexOf(event.target as HTMLElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  cells[at + step]?.focus();
}
