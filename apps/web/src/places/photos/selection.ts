/** Which photos are selected, and how a click or a key changes that. */
import type { PhotoId } from '@graftml/studio';

export interface Selection {
  readonly ids: ReadonlySet<PhotoId>;
  /** The one that keys move. */
  readonly focus?: PhotoId;
  /** Where a range begins. */
  readonly anchor?: PhotoId;
}

export const nothing: Selection = { ids: new Set() };

/** How the other keys were held. */
export interface Held {
  /** Up to here. */
  readonly shift: boolean;
  /** This one too, or no more. */
  readonly mod: boolean;
}

/** @param order the photos of the column that it is in */
export function clicked(before: Selection, id: PhotoId, { shift, mod }: Held, order: readonly PhotoId[]): Selection {
  if (shift && before.anchor !== undefined && order.includes(before.anchor)) {
    const [from, to] = [order.indexOf(before.anchor), order.indexOf(id)].sort((a, b) => a - b) as [number, number];
    const range = order.slice(from, to + 1);
    return { ids: new Set(mod ? [...before.ids, ...range] : range), focus: id, anchor: before.anchor };
  }
  if (!mod) return { ids: new Set([id]), focus: id, anchor: id };
  const ids = new Set(before.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, focus: id, anchor: id };
}

/** By arrow keys; the same where there is none. @param by how many photos on */
export function moved(before: Selection, by: number, shift: boolean, order: readonly PhotoId[]): Selection {
  const at = before.focus === undefined ? -1 : order.indexOf(before.focus);
  const to = at === -1 ? 0 : Math.max(0, Math.min(order.length - 1, at + by));
  const id = order[to];
  return id === undefined ? before : clicked(before, id, { shift, mod: false }, order);
}

/** What is selected when the selected ones leave their column: the one after them, so that one can go on. */
export function after({ ids }: Selection, order: readonly PhotoId[]): Selection {
  const last = order.findLastIndex((id) => ids.has(id));
  const next = order.slice(last + 1).find((id) => !ids.has(id)) ?? order.slice(0, last).findLast((id) => !ids.has(id));
  return next === undefined ? nothing : { ids: new Set([next]), focus: next, anchor: next };
}

/** Without those that are gone. */
export function present(selection: Selection, isThere: (id: PhotoId) => boolean): Selection {
  if ([...selection.ids].every(isThere)) return selection;
  const ids = new Set([...selection.ids].filter(isThere));
  return ids.size === 0 ? nothing : { ...selection, ids };
}
