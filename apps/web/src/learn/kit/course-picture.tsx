'use client';
/** Pictures and what a network says of them; and how its loss went. */
import type { Course, Judged } from '../scenes/shared/shape-course.ts';
import { useLearnText } from '../text/use-learn-text.ts';
import { blue, faint, orange, soft } from './colours.ts';
import { Curve, Legend, Mark } from './marks.tsx';
import { Pixels, type Rgba } from './pixels.tsx';
import { Plot } from './plot.tsx';
import { percent } from './scale.ts';

const side = 16;

export interface ColourPictureProps {
  readonly pixels: Uint8Array;
  readonly index: number;
}

/** One of many, each after the other. */
export const ColourPicture = ({ pixels, index }: ColourPictureProps) => (
  <Pixels
    width={side}
    height={side}
    of={[pixels, index]}
    className="rounded-[4px]"
    paint={(i): Rgba => {
      const at = (index * side * side + i) * 3;
      return [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!, 255];
    }}
  />
);

export interface JudgedGridProps {
  readonly pixels: Uint8Array;
  readonly judged: readonly Judged[];
  readonly chosen?: number;
  readonly onChoose?: (index: number) => void;
}

export function JudgedGrid({ pixels, judged, chosen, onChoose }: JudgedGridProps) {
  const { shapes, said } = useLearnText().shapes;
  return (
    <ul className="grid grid-cols-4 gap-2 sm:grid-cols-6">
      {judged.map(({ label, chances }, i) => {
        const most = chances.indexOf(Math.max(...chances));
        const isRight = most === label;
        const words = (
          <>
            <span className="block aspect-square">
              <ColourPicture pixels={pixels} index={i} />
            </span>
            <span
              className={`mt-0.5 block truncate text-[12px] leading-4 ${isRight ? 'text-soft' : 'font-medium text-wrong'}`}
            >
              {isRight ? '✓' : '✗'} {shapes[most]}
            </span>
            <span className="counts block text-[12px] text-faint leading-4">{percent(chances[most]!)}</span>
          </>
        );
        const key = `${i}`;
        return (
          <li key={key}>
            {onChoose ? (
              <button
                type="button"
                aria-pressed={chosen === i}
                aria-label={said(shapes[label]!, shapes[most]!)}
                onClick={() => onChoose(i)}
                className="block w-full rounded-small p-0.5 text-left hover:bg-sunken aria-pressed:bg-accent-soft"
              >
                {words}
              </button>
            ) : (
              words
            )}
          </li>
        );
      })}
    </ul>
  );
}

export interface CourseCurvesProps {
  readonly course: Course;
  readonly epochs: number;
  /** How another network did. */
  readonly beside?: { readonly name: string; readonly course: Course };
}

export function CourseCurves({ course: { losses, otherLosses, otherAccuracies }, epochs, beside }: CourseCurvesProps) {
  const words = useLearnText().shapes;
  const rounds = losses.map((_, i) => i + 1);
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <Plot
        label={words.loss}
        title={words.loss}
        legend={
          <Legend
            of={[
              { name: words.own, colour: blue },
              { name: words.others, colour: orange },
            ]}
          />
        }
        height={190}
        x={{ from: 0, to: epochs, name: words.round }}
        y={{ from: 0, to: Math.min(4, Math.max(1.8, ...otherLosses)) }}
      >
        {(area) => (
          <>
            <Curve area={area} x={rounds} y={losses} colour={blue} width={2} />
            <Curve area={area} x={rounds} y={otherLosses} colour={orange} width={2.5} />
          </>
        )}
      </Plot>
      <Plot
        label={words.right}
        title={words.right}
        legend={
          beside && (
            <Legend
              of={[
                { name: words.this, colour: orange },
                { name: beside.name, colour: soft },
              ]}
            />
          )
        }
        height={190}
        x={{ from: 0, to: epochs, name: words.round }}
        y={{ from: 0, to: 1, format: percent, ticks: [0, 0.5, 1] }}
      >
        {(area) => (
          <>
            <Mark area={area} y={0.2} text={words.guessing} colour={faint} />
            {beside && <Curve area={area} x={rounds} y={beside.course.otherAccuracies} colour={soft} />}
            <Curve area={area} x={rounds} y={otherAccuracies} colour={orange} width={2.5} />
          </>
        )}
      </Plot>
    </div>
  );
}

export const courseFigures = ({ epoch, parameters, accuracies, otherAccuracies }: Course) => ({
  parameters: parameters.toLocaleString('en'),
  epoch,
  own: accuracies.length > 0 ? percent(accuracies.at(-1)!) : '–',
  others: otherAccuracies.length > 0 ? percent(otherAccuracies.at(-1)!) : '–',
});
