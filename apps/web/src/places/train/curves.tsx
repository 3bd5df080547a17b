'use client';
/** Loss and accuracy by epochs, on photos that are learnt from and on others, with the best epoch flagged; as a table too. */
import { useMemo, useState } from 'react';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { share } from '../../ui/figures.ts';
import { LineChart } from '../../ui/line-chart.tsx';
import { Section } from '../../ui/section.tsx';
import { CurveTable } from './curve-table.tsx';
import { bestOf, type EpochFigures, type Show } from './show.ts';

export interface CurvesProps {
  readonly epochs: readonly EpochFigures[];
  readonly now?: Show['now'];
  /** How many there are to be. */
  readonly of: number;
  /** The one that is kept; that with the lowest loss unless given. */
  readonly best?: number | undefined;
}

/** Two figures that count, however small it is. */
const loss = (value: number) =>
  value < 0.01 ? `${Number(value.toPrecision(2))}` : value.toFixed(value < 0.095 ? 3 : 2);

export function Curves({ epochs, now, of, best = bestOf(epochs) }: CurvesProps) {
  const { train: text } = useText();
  const [isTable, setTable] = useState(false);
  const data = useMemo(() => curvesOf(epochs, now), [epochs, now]);
  const flag = best === undefined ? undefined : { x: best, text: text.best };
  const common = { of, x: data.x, flag };
  return (
    <Section
      title={text.curves}
      hint={best !== undefined && text.bestIs(best)}
      tools={
        <Button size="small" kind="quiet" aria-pressed={isTable} onClick={() => setTable((is) => !is)}>
          {text.table}
        </Button>
      }
    >
      {isTable ? (
        <CurveTable epochs={epochs} best={best} />
      ) : (
        <div className="grid gap-6 lg:grid-cols-2">
          <CurvePlot {...common} title={text.loss} term={text.lossTerm} lines={data.loss} format={loss} />
          <CurvePlot
            {...common}
            title={text.accuracy}
            term={text.accuracyTerm}
            lines={data.accuracy}
            format={share}
            range={data.range}
          />
        </div>
      )}
    </Section>
  );
}

interface Lines {
  readonly train: readonly (number | null)[];
  readonly validation: readonly (number | null)[];
}

interface CurvePlotProps {
  readonly title: string;
  readonly term: string;
  readonly of: number;
  readonly x: readonly number[];
  readonly lines: Lines;
  readonly format: (value: number) => string;
  readonly range?: readonly [number, number];
  readonly flag: { readonly x: number; readonly text: string } | undefined;
}

function CurvePlot({ title, term, of, x, lines, format, range, flag }: CurvePlotProps) {
  const { train: text } = useText();
  const [pointed, point] = useState<number>();
  const at = pointed ?? x.length - 1;
  const curves = useMemo(
    () =>
      [
        { name: text.onTrain, values: lines.train, kind: 'quiet' },
        { name: text.onValidation, values: lines.validation, kind: 'main' },
      ] as const,
    [text, lines],
  );
  const shown = lines.validation.filter((value) => value !== null);
  const label = text.chart(title, format(shown[0] ?? 0), format(shown.at(-1) ?? 0));
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-small">
        <span className="font-medium">
          {title} <span className="ml-1 font-normal text-faint">{term}</span>
        </span>
        <span className="counts ml-auto flex flex-wrap gap-x-4 text-soft">
          {curves.map(({ name, kind, values }) => (
            <span key={kind} className="flex items-center gap-1.5">
              <span
                aria-hidden
                className={
                  kind === 'main' ? 'w-5 border-accent border-t-[2.5px]' : 'w-5 border-faint border-t-2 border-dashed'
                }
              />
              {name} <Value of={values} at={at} format={format} />
            </span>
          ))}
        </span>
      </figcaption>
      <LineChart
        label={label}
        xName={text.epochTerm}
        x={x}
        until={of}
        curves={curves}
        format={format}
        flag={flag}
        onPoint={point}
        {...(range && { range })}
      />
    </figure>
  );
}

interface ValueProps {
  readonly of: readonly (number | null)[];
  readonly at: number;
  readonly format: (value: number) => string;
}

/** There, or the last one before. */
function Value({ of, at, format }: ValueProps) {
  const value = of.slice(0, at + 1).findLast((one) => one !== null);
  return value != null && <strong className="text-ink">{format(value)}</strong>;
}

/** Columns for the charts: the epochs that are done, and as far as the next one is. */
function curvesOf(epochs: readonly EpochFigures[], now: Show['now']) {
  const all = now && now.x > epochs.length ? [...epochs, now.figures] : epochs;
  const column = (name: string) => all.map((figures) => figures[name] ?? null);
  const accuracy = { train: column('accuracy'), validation: column('val_accuracy') };
  const least = Math.min(1, ...[...accuracy.train, ...accuracy.validation].filter((value) => value !== null));
  return {
    x: all.map((_, i) => (i < epochs.length ? i + 1 : (now?.x ?? i + 1))),
    loss: { train: column('loss'), validation: column('val_loss') },
    accuracy,
    range: [Math.max(0, Math.floor(least * 10 - 0.5) / 10), 1] as const,
  };
}
