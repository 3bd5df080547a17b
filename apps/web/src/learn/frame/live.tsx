'use client';
/** The picture of a page, with what can be set beside it. */
import { useMemo, useState } from 'react';
import { classes } from '../../ui/classes.ts';
import { Skeleton } from '../../ui/states.tsx';
import { forScene, type Settings, startOf } from '../controls.ts';
import { inline } from '../kit/prose.tsx';
import { digits } from '../kit/scale.ts';
import type { PageName } from '../names.ts';
import { pages } from '../pages/index.ts';
import type { PageText } from '../text/page-text.ts';
import { useLearnText } from '../text/use-learn-text.ts';
import { useScene } from '../use-scene.ts';
import { useSettings } from '../use-settings.ts';
import { ControlField } from './control-field.tsx';
import { Player, type Speed } from './player.tsx';

export function Live({ name }: { readonly name: PageName }) {
  const page = pages[name];
  const { frame, pages: texts } = useLearnText();
  const text: PageText = texts[name];
  const [settings, set] = useSettings(page.controls);
  const [speed, setSpeed] = useState<Speed>('1');
  const asked = useMemo(() => forScene(page.controls, settings), [page, settings]);
  const playing = useScene(name, {
    settings: asked,
    pace: page.pace === undefined ? undefined : page.pace * Number(speed),
  });
  const { state, trouble } = playing;
  const start = startOf(page.controls);
  const chosen = page.tries.findIndex((one) => isSame({ ...start, ...one }, settings));
  const { View } = page;
  return (
    <div className="grid overflow-hidden rounded-card border border-line bg-surface shadow-rest lg:grid-cols-[minmax(0,1fr)_18.5rem]">
      <div className="flex min-w-0 flex-col p-4 sm:p-5">
        {page.pace !== undefined && (
          <div className="mb-4">
            <Player playing={playing} speed={speed} onSpeed={setSpeed} />
          </div>
        )}
        <div className="min-h-80 flex-1">
          {state === undefined ? <Skeleton className="h-80" /> : <View state={state} settings={settings} set={set} />}
        </div>
        {trouble !== undefined && <p className="mt-3 text-small text-wrong">{frame.trouble(trouble)}</p>}
      </div>
      <div className="flex min-w-0 flex-col gap-4 border-line border-t p-4 sm:p-5 lg:border-t-0 lg:border-l">
        {Object.entries(page.controls).map(([key, control]) => (
          <ControlField
            key={key}
            control={control}
            value={settings[key] ?? control.start}
            label={text.controls[key] ?? key}
            choices={text.choices?.[key]}
            onChange={(value) => set({ [key]: value })}
          />
        ))}
        <section className="mt-1 border-line border-t pt-4">
          <h2 className="mb-2 font-medium text-small">{frame.tryThis}</h2>
          <ul className="flex flex-col gap-1">
            {page.tries.map((one, i) => (
              <li key={text.tries[i]?.do}>
                <button
                  type="button"
                  aria-pressed={i === chosen}
                  onClick={() => set({ ...start, ...one })}
                  className={classes(
                    'w-full rounded-small px-2.5 py-1.5 text-left text-small transition-colors duration-150',
                    i === chosen ? 'bg-accent-soft' : 'hover:bg-sunken',
                  )}
                >
                  <span className="font-medium text-accent">{text.tries[i]?.do}</span>
                  {i === chosen && <span className="mt-0.5 block text-ink">{inline(text.tries[i]?.see ?? '')}</span>}
                </button>
              </li>
            ))}
          </ul>
        </section>
        {state !== undefined && <Figures all={page.figures(state, settings)} names={text.figures} />}
      </div>
    </div>
  );
}

const isSame = (a: Settings, b: Settings): boolean =>
  Object.keys(b).every((key) => a[key] === b[key] || Math.abs(Number(a[key]) - Number(b[key])) < 1e-9);

interface FiguresProps {
  readonly all: Readonly<Record<string, number | string>>;
  readonly names: Readonly<Record<string, string>>;
}

const Figures = ({ all, names }: FiguresProps) => (
  <dl className="mt-auto grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 border-line border-t pt-4 text-small">
    {Object.entries(all).map(([key, value]) => (
      <div key={key} className="contents">
        <dt className="text-soft">{inline(names[key] ?? key)}</dt>
        <dd className="counts text-right">{typeof value === 'number' ? digits(value) : value}</dd>
      </div>
    ))}
  </dl>
);
