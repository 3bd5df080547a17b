/** What was said of a picture: the most probable classes with bars. */
import type { Prediction } from '@graftml/vision';
import type { ModelClass } from '../state/model-classes.ts';
import { classColour } from './class-colours.ts';
import { ClassName } from './class-name.tsx';

export interface AnswerBarsProps {
  readonly top: Prediction['top'];
  readonly classes: readonly ModelClass[];
  /** Below it, it is unsure: drawn as a line across the longest bar. */
  readonly threshold?: number | undefined;
  /** 4 unless given. */
  readonly most?: number;
}

export function AnswerBars({ top, classes, threshold, most = 4 }: AnswerBarsProps) {
  const shown = top.slice(0, most);
  const best = Math.max(...shown.map(({ probability }) => probability));
  return (
    <ol className="flex flex-col gap-2">
      {shown.map(({ label, probability }) => {
        const known = classes.find((one) => one.label === label);
        const index = known?.index ?? -1;
        return (
          <li key={label} className="grid grid-cols-[minmax(4.5rem,7.5rem)_1fr_3.25rem] items-center gap-3 text-small">
            <ClassName index={index} name={known?.name ?? label} />
            <span className="relative h-2.5 rounded-full bg-sunken">
              <span
                className="absolute inset-y-0 left-0 rounded-full transition-[width] duration-150 ease-calm"
                style={{
                  width: `${probability * 100}%`,
                  background: classColour(index),
                  opacity: probability === best ? 1 : 0.55,
                }}
              />
              {probability === best && threshold !== undefined && threshold > 0 && (
                <span
                  className="absolute -inset-y-1 w-0.5 bg-ink"
                  style={{ left: `calc(${threshold * 100}% - 1px)` }}
                />
              )}
            </span>
            <span className="counts text-right text-soft">{percentOf(probability)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** `97 %`; `99.6 %` near to all, so that it does not read as all. */
export function percentOf(share: number): string {
  const whole = Math.round(share * 100);
  const hides = (whole === 100 && share < 0.9995) || (whole === 0 && share > 0.0005);
  return `${hides ? (share * 100).toFixed(1) : whole} %`;
}
