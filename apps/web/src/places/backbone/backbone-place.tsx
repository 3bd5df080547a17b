'use client';
/** Which network is built on, where it is cut, and how much of it shall learn. */
import { ArrowRight, Gauge, Layers } from 'lucide-react';
import { useState } from 'react';
import { usePrepared } from '../../state/prepared.ts';
import { useTask } from '../../state/use-tasks.tsx';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { bytesOf } from '../../ui/figures.ts';
import { PlacePage } from '../../ui/place-page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton, Trouble } from '../../ui/states.tsx';
import { usePlace } from '../../workspace/place.ts';
import { Cases } from './cases.tsx';
import { DropNetwork } from './drop-network.tsx';
import { Measurement } from './measurement.tsx';
import { NetworkPicture } from './network-picture.tsx';
import { NetworkSummary } from './network-summary.tsx';
import { NetworksDialog } from './networks-dialog.tsx';
import { measureTask, useMeasured } from './use-measured.ts';

export function BackbonePlace() {
  const { places, backbone: text } = useText();
  const [, go] = usePlace();
  const [preparing, retry] = usePrepared();
  const [isChoosing, setChoosing] = useState(false);
  const { measured, measure, missing } = useMeasured();
  const isMeasuring = useTask(measureTask)?.status === 'running';
  const event = preparing.kind === 'loading' ? preparing.event : undefined;
  const primary = measured ? (
    <Button kind="primary" onClick={() => go('train')}>
      {text.toTrain}
      <ArrowRight size={18} aria-hidden />
    </Button>
  ) : (
    <Button kind="primary" onClick={measure} disabled={isMeasuring || missing || preparing.kind !== 'ready'}>
      <Gauge size={18} aria-hidden />
      {text.measure}
    </Button>
  );
  return (
    <PlacePage
      title={places.backbone}
      hint={text.hint}
      tools={
        <Button size="small" onClick={() => setChoosing(true)}>
          <Layers size={16} aria-hidden />
          {text.another}
        </Button>
      }
      note={measured ? undefined : text.measureHint}
      primary={primary}
    >
      <DropNetwork>
        <Section title={text.picture} term={text.pictureTerm} hint={text.pictureHint}>
          {preparing.kind === 'ready' && (
            <>
              <NetworkSummary prepared={preparing.prepared} />
              <NetworkPicture prepared={preparing.prepared} />
            </>
          )}
          {preparing.kind === 'loading' && (
            <div className="flex flex-col gap-4">
              <Progress
                label={text.loading[event?.phase ?? 'runtime']}
                done={event?.done ?? 0}
                total={event?.total}
                detail={bytesOf(event?.done ?? 0, event?.total)}
              />
              <Skeleton className="h-36 w-full" />
            </div>
          )}
          {preparing.kind === 'failed' && (
            <Trouble title={text.failed} error={preparing.error} onRetry={retry}>
              <Button size="small" onClick={() => setChoosing(true)}>
                {text.another}
              </Button>
            </Trouble>
          )}
        </Section>
        <Section title={text.cases} term={text.casesTerm}>
          <Cases recommended={measured?.result.strategy} />
        </Section>
        <Measurement />
      </DropNetwork>
      <NetworksDialog open={isChoosing} onClose={() => setChoosing(false)} />
    </PlacePage>
  );
}
