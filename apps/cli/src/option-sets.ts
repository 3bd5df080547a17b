/** Which options of `graft train` make sense together. */
import { UsageError } from '@graftml/core';

/** What is trained: a whole network, or a head on a pretrained one, fitted at once or by steps. */
export type Trained = 'network' | 'linear' | 'dense';

const ofNetworks = [
  '--model',
  '--size',
  '--augment',
  '--accumulate',
  '--patience',
  '--checkpoint',
  '--checkpoint-every',
  '--resume',
];
const ofSteps = ['--epochs', '--batch-size', '--optimizer', '--lr'];
const ofBackbones = ['--head', '--group-by', '--strangers', '--report', '--no-report'];

/** @throws UsageError for the first of these options that says nothing about what is trained */
export function checkTogether(given: readonly string[], trained: Trained): void {
  const idle = { network: ofBackbones, linear: [...ofNetworks, ...ofSteps], dense: ofNetworks }[trained];
  const where = given.find((option) => idle.includes(option));
  if (where === undefined) return;
  if (trained === 'network')
    throw new UsageError('is for a head on a pretrained network', { where, hint: 'add --backbone graft-backbone' });
  if (ofSteps.includes(where))
    throw new UsageError('says how steps are made, and a linear head is fitted at once', {
      where,
      hint: 'leave it out, or add --head dense',
    });
  throw new UsageError('is for the training of a whole network, not with --backbone', {
    where,
    hint:
      where === '--checkpoint' || where === '--resume' ? 'features are kept by themselves' : 'leave one of the two out',
  });
}
