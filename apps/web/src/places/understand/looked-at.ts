/** Photos that are looked at one after the other, and what they are. */
import type { ClassId, Findings, PhotoId } from '@graftml/studio';

export type LookedOf =
  | { readonly kind: 'mistakes' }
  /** Right, but only just. */
  | { readonly kind: 'closest' }
  /** Of one class, taken for another, or rightly for itself. */
  | { readonly kind: 'cell'; readonly label: ClassId; readonly said: ClassId }
  | { readonly kind: 'pair'; readonly classes: readonly [ClassId, ClassId] }
  /** All of one class, the mistakes first. */
  | { readonly kind: 'class'; readonly label: ClassId }
  /** Said with a probability within these. */
  | { readonly kind: 'between'; readonly from: number; readonly to: number }
  | { readonly kind: 'chosen'; readonly ids: readonly PhotoId[] };

/** As they are at this moment: a list that is walked shall not change under one's hands. */
export interface LookedAt {
  readonly of: LookedOf;
  readonly ids: readonly PhotoId[];
}

const mostClosest = 24;

export function lookAt(findings: Findings, of: LookedOf): LookedAt {
  return { of, ids: of.kind === 'chosen' ? of.ids : judged(findings, of).map(({ id }) => id) };
}

function judged({ judgements, mistakes }: Findings, of: Exclude<LookedOf, { kind: 'chosen' }>) {
  const surestFirst = [...judgements].sort((a, b) => b.probability - a.probability);
  switch (of.kind) {
    case 'mistakes':
      return mistakes;
    case 'closest':
      return surestFirst
        .filter(({ label, said }) => label === said)
        .slice(-mostClosest)
        .reverse();
    case 'cell':
      return surestFirst.filter(({ label, said }) => label === of.label && said === of.said);
    case 'pair':
      return mistakes.filter(({ label, said }) => of.classes.includes(label) && of.classes.includes(said));
    case 'class': {
      const own = surestFirst.filter(({ label }) => label === of.label);
      return [...own.filter(({ said }) => said !== of.label), ...own.filter(({ said }) => said === of.label)];
    }
    case 'between':
      return surestFirst.filter(({ probability }) => probability > of.from && probability <= of.to);
  }
}

/** What one sees first: what went wrong, or if nothing did, what nearly did. */
export const lookFirst = (findings: Findings): LookedAt =>
  lookAt(findings, { kind: findings.mistakes.length > 0 ? 'mistakes' : 'closest' });
