'use client';
import { useText } from '../../text/text.tsx';
import { share } from '../../ui/figures.ts';
import type { EpochFigures } from './show.ts';

interface CurveTableProps {
  readonly epochs: readonly EpochFigures[];
  readonly best: number | undefined;
}

/** The figures of all epochs. */
export function CurveTable({ epochs, best }: CurveTableProps) {
  const { train: text } = useText();
  const number = (value: number | undefined) => value?.toFixed(4) ?? '–';
  const percent = (value: number | undefined) => (value === undefined ? '–' : share(value));
  return (
    <div className="max-h-80 overflow-auto">
      <table className="counts w-full min-w-96 text-right text-small">
        <caption className="sr-only">{text.tableOf}</caption>
        <thead className="sticky top-0 bg-surface text-soft">
          <tr>
            <th scope="col" className="py-1.5 text-left font-medium">
              {text.epochTerm}
            </th>
            {[text.lossTerm, text.accuracyTerm].flatMap((figure) =>
              [text.trainTerm, text.validationTerm].map((of) => (
                <th key={figure + of} scope="col" className="px-2 py-1.5 font-medium">
                  {figure} <span className="font-normal text-faint">{of}</span>
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {epochs.map((figures, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: epochs are counted
            <tr key={i} className={i + 1 === best ? 'bg-accent-soft font-medium' : 'border-line border-t'}>
              <th scope="row" className="py-1 pl-1 text-left font-normal">
                {i + 1} {i + 1 === best && <span className="text-accent">{text.best}</span>}
              </th>
              <td className="px-2">{number(figures.loss)}</td>
              <td className="px-2">{number(figures.val_loss)}</td>
              <td className="px-2">{percent(figures.accuracy)}</td>
              <td className="px-2">{percent(figures.val_accuracy)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
