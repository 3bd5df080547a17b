/** What the parts of a lab share. */
import type { FeatureShelf } from './features/feature-shelf.ts';
import type { Models } from './model/models.ts';
import type { Backbones } from './networks/backbones.ts';
import type { LabPorts } from './ports.ts';
import type { Runtimes } from './runtimes.ts';

export interface LabParts extends LabPorts {
  readonly runtime: Runtimes;
  readonly backbone: Backbones;
  readonly features: FeatureShelf;
  readonly models: Models;
}
