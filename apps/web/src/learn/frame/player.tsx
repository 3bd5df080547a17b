'use client';
/** Run, pause, step, again, and how fast. */
import { Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useLearnText } from '../text/use-learn-text.ts';
import type { Playing } from '../use-scene.ts';

export const speeds = { '0.25': '¼×', '1': '1×', '4': '4×' } as const;
export type Speed = keyof typeof speeds;

export interface PlayerProps {
  readonly playing: Playing;
  readonly speed: Speed;
  readonly onSpeed: (speed: Speed) => void;
}

export function Player({ playing, speed, onSpeed }: PlayerProps) {
  const { player } = useLearnText().frame;
  const { isRunning, isOver, run, pause, step, again } = playing;
  return (
    <div className="flex flex-wrap items-center gap-1">
      <Button kind="primary" onClick={isRunning ? pause : run} className="min-w-24">
        {isRunning ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
        {isRunning ? player.pause : isOver ? player.once : player.run}
      </Button>
      <IconButton icon={StepForward} label={player.step} onClick={step} disabled={isOver} />
      <IconButton icon={RotateCcw} label={player.again} onClick={again} />
      <span className="ml-auto">
        <Segments
          label={player.speed}
          value={speed}
          choices={(Object.keys(speeds).sort((a, b) => Number(a) - Number(b)) as Speed[]).map((value) => ({
            value,
            label: speeds[value],
          }))}
          onChange={onSpeed}
        />
      </span>
    </div>
  );
}
