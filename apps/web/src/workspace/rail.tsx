'use client';
/** The places, each with its state at a glance: at the left; at the bottom of a narrow window. */
import { BookOpen, Eye, Images, type LucideIcon, Network, Sparkles, TrendingUp, WandSparkles } from 'lucide-react';
import { useMemo } from 'react';
import { learnLink } from '../learn/links.ts';
import { useProject } from '../state/studio.tsx';
import { useTask } from '../state/use-tasks.tsx';
import { useText } from '../text/text.tsx';
import { Bar } from '../ui/progress.tsx';
import { glanceOf } from './glance.ts';
import { type Place, places, usePlace } from './place.ts';

export const placeIcons: Readonly<Record<Place, LucideIcon>> = {
  photos: Images,
  backbone: Network,
  augment: WandSparkles,
  train: TrendingUp,
  understand: Eye,
  use: Sparkles,
};

export function Rail() {
  const text = useText();
  const [shown] = usePlace();
  const project = useProject((it) => it);
  const glance = useMemo(() => glanceOf(project, text), [project, text]);
  return (
    <nav
      aria-label={text.app.places}
      className="order-last flex shrink-0 border-line border-t bg-surface sm:order-first sm:w-56 sm:flex-col sm:border-t-0 sm:border-r sm:p-3"
    >
      <ul className="flex flex-1 justify-around gap-1 p-1.5 sm:flex-none sm:flex-col sm:p-0">
        {places.map((place) => (
          <Item key={place} place={place} shown={place === shown} glance={glance[place]} />
        ))}
      </ul>
      <a
        href={learnLink()}
        className="mt-auto hidden items-center gap-3 rounded-small px-3 py-2.5 text-body text-soft hover:bg-sunken hover:text-ink sm:flex"
      >
        <BookOpen size={18} aria-hidden />
        {text.app.learn}
      </a>
    </nav>
  );
}

interface ItemProps {
  readonly place: Place;
  readonly shown: boolean;
  readonly glance: string;
}

function Item({ place, shown, glance }: ItemProps) {
  const text = useText();
  const Icon = placeIcons[place];
  return (
    <li>
      <a
        href={`#${place}`}
        aria-current={shown ? 'page' : undefined}
        className="group flex h-11 items-center gap-3 rounded-small px-3 text-soft transition-colors duration-150 hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-ink sm:h-auto sm:py-2"
      >
        <Icon size={20} strokeWidth={1.75} aria-hidden className="shrink-0 group-aria-[current=page]:text-accent" />
        <span className="sr-only min-w-0 flex-1 group-aria-[current=page]:not-sr-only sm:not-sr-only">
          <span className="block text-small sm:text-body sm:leading-5">{text.places[place]}</span>
          <span className="counts hidden truncate text-faint text-small sm:block">
            <Under place={place} glance={glance} />
          </span>
        </span>
      </a>
    </li>
  );
}

/** A running task of that place, else its state. */
function Under({ place, glance }: Pick<ItemProps, 'place' | 'glance'>) {
  const text = useText();
  const task = useTask(place);
  if (!task || task.status === 'failed' || task.quiet) return glance || ' ';
  return (
    <span className="block py-[7px]">
      <Bar label={task.label(text)} done={task.done} total={task.total} />
    </span>
  );
}
