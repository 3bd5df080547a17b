'use client';
/** Whether what it says of itself can be believed, and when it shall say "unsure". */
import { Calibration } from './calibration.tsx';
import { CoverageCard } from './coverage.tsx';
import type { LookedOf } from './looked-at.ts';
import type { Found } from './understand-place.tsx';

export interface CertaintyProps {
  readonly findings: Found;
  readonly onOpen: (of: LookedOf) => void;
}

export const Certainty = ({ findings, onOpen }: CertaintyProps) => (
  <>
    <CoverageCard findings={findings} onOpen={onOpen} />
    <Calibration onOpen={onOpen} />
  </>
);
