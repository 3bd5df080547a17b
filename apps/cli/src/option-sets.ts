/** Which options of `graft train` make sense together. */
import { UsageError } from '@graftml/core';
import type { Head, Strategy } from '@graftml/vision';

/** What is trained: a network of one's own, or what on a pretrained one. */
export type Trained = 'own network' | { readonly head: Head['type'] | TargetHead; readonly strategy: Strategy };

/** Heads of what is not one class of several. */
export type TargetHead = 'logistics' | 'regression';

const isTarget = (head: string): boolean => head === 'logistics' || head === 'regression';

const ofOwnNetworks = ['--model', '--accumulate'];
const ofNetworks = ['--augment', '--patience', '--checkpoint', '--checkpoint-every', '--resume'];
const ofPretrained = ['--from', '--batch-norm'];
const ofSteps = ['--epochs', '--batch-size', '--optimizer', '--lr'];
const ofBackbones = [
  '--preprocessing',
  '--head',
  '--group-by',
  '--strategy',
  '--strangers',
  '--quantize',
  '--report',
  '--no-report',
  ...ofPretrained,
];

/** Whether a network is trained, or may be; else a head on features that stay as they are. */
export const trainsNetwork = (strategy: Strategy): boolean => strategy !== 'head' && strategy !== 'earlier';

/** @throws UsageError for the first of these options that says nothing about what is trained */
export function checkTogether(given: readonly string[], trained: Trained): void {
  const first = (options: readonly string[]) => given.find((option) => options.includes(option));
  if (trained === 'own network') {
    const where = first(ofBackbones);
    if (where === undefined) return;
    throw new UsageError('is for a pretrained network', { where, hint: 'add --backbone graft-backbone' });
  }
  const { head, strategy } = trained;
  const own = first(ofOwnNetworks);
  if (own !== undefined)
    throw new UsageError('is for the training of a network of your own, not with --backbone', {
      where: own,
      hint: 'leave one of the two out',
    });
  const ofClasses = isTarget(head)
    ? first(['--strategy', '--strangers', '--quantize', ...ofPretrained, ...ofNetworks, ...ofSteps])
    : undefined;
  if (ofClasses !== undefined)
    throw new UsageError(`is not for --head ${head}, which is fitted at once on a backbone that stays as it is`, {
      where: ofClasses,
      hint: 'leave it out',
    });
  if (strategy === 'scratch' && given.includes('--from'))
    throw new UsageError('says what stays as it is, and from scratch nothing does', {
      where: '--from',
      hint: 'leave it out, or add --strategy fine-tune',
    });
  if (trainsNetwork(strategy)) return;
  const network = first([...ofNetworks, ...ofPretrained]);
  if (network !== undefined)
    throw new UsageError(`is for the training of a network, and with --strategy ${strategy} only a last layer learns`, {
      where: network,
      hint: ['--checkpoint', '--resume'].includes(network)
        ? 'features are kept by themselves; or add --strategy fine-tune'
        : 'leave it out, or add --strategy fine-tune',
    });
  const steps = head === 'linear' ? first(ofSteps) : undefined;
  if (steps !== undefined)
    throw new UsageError('says how steps are made, and a linear head is fitted at once', {
      where: steps,
      hint: 'leave it out, or add --head dense',
    });
}
