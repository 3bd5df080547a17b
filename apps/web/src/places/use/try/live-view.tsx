'use client';
import { unsureOf } from '@graftml/studio';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useBlobUrl } from '../../../state/blob-url.ts';
import { useModelClasses } from '../../../state/model-classes.ts';
import { useProject } from '../../../state/studio.tsx';
import { useText } from '../../../text/text.tsx';
import { AnswerBars } from '../../../ui/answer-bars.tsx';
import { Button } from '../../../ui/button.tsx';
import { Switch } from '../../../ui/field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Skeleton, Trouble } from '../../../ui/states.tsx';
import { useCamera } from '../../photos/camera/use-camera.ts';
import { Answer } from './answer.tsx';
import { useLive } from './use-live.ts';

/** The camera at the left, what is said of it at the right. */
export function LiveView({ onClose }: { readonly onClose: () => void }) {
  const { app, use } = useText();
  const classes = useModelClasses();
  const threshold = useProject((project) => unsureOf(project)?.threshold);
  const [heat, setHeat] = useState(false);
  const { video, status, retry } = useCamera(true);
  const live = useLive(video, status === 'running', heat);
  const overlay = useBlobUrl(heat ? live.explained?.overlay : undefined, true);
  return (
    <section
      aria-label={use.live.title}
      className="grid gap-4 rounded-card border border-line bg-surface p-4 shadow-rest md:grid-cols-[minmax(0,1fr)_minmax(16rem,22rem)]"
    >
      <div className="relative aspect-4/3 overflow-hidden rounded-small bg-sunken">
        <video ref={video} muted playsInline className="size-full -scale-x-100 object-cover" />
        {overlay && (
          // biome-ignore lint/performance/noImgElement: a blob of this browser, nothing to optimise
          <img src={overlay} alt={use.try.heat} className="absolute inset-0 size-full -scale-x-100 object-cover" />
        )}
        {status !== 'running' && (
          <div
            role={status === 'asking' ? 'status' : 'alert'}
            className="absolute inset-0 flex flex-col items-center justify-center gap-3 p-6 text-center text-small"
          >
            {status === 'asking' ? use.live.asking : use.live.trouble[status]}
            {status !== 'asking' && (
              <Button size="small" onClick={retry}>
                {app.retry}
              </Button>
            )}
          </div>
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <div className="flex items-center justify-between">
          <Switch label={use.live.heat} checked={heat} onChange={setHeat} />
          <IconButton icon={X} label={use.try.cameraOff} onClick={onClose} />
        </div>
        {live.error !== undefined ? (
          <Trouble error={live.error} title={use.live.failed} onRetry={live.retry} />
        ) : live.explained ? (
          <>
            <div className="min-h-16">
              <Answer explained={live.explained} classes={classes} threshold={threshold} />
            </div>
            <AnswerBars
              top={inOrder(live.explained.prediction.top, classes)}
              classes={classes}
              threshold={threshold}
              most={8}
            />
            <p className="counts mt-auto text-faint text-small">
              {live.perSecond !== undefined && use.live.perSecond(live.perSecond)}
            </p>
          </>
        ) : (
          status === 'running' && (
            <>
              <p className="text-small text-soft">{use.try.warming}</p>
              <Skeleton className="h-24 w-full" />
            </>
          )
        )}
      </div>
    </section>
  );
}

/** Bars that change their places could not be read; with many classes the most probable ones have to do. */
function inOrder<Bar extends { readonly label: string }>(
  top: readonly Bar[],
  classes: readonly { readonly label: string }[],
): readonly Bar[] {
  if (classes.length > 8) return top;
  return classes.flatMap(({ label }) => top.find((bar) => bar.label === label) ?? []);
}
