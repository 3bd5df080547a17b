/** From the form of one version to that of the next. What was published never changes. */

export type Document = Readonly<Record<string, unknown>>;

/** `migrations[v]` makes version v + 1 of version v; the version itself is not theirs to write. */
export const migrations: Readonly<Record<number, (document: Document) => Document>> = { 1: groupsOfCamera };

/** Pictures of the camera came eight a second: after a longer pause, in milliseconds, it was another go. */
const pause = 1000;

/** Version 2 keeps what the camera took in one go together: which that was, is told by the names. */
function groupsOfCamera(document: Document): Document {
  const photos = document.photos as Readonly<Record<string, { readonly name?: unknown; readonly label?: unknown }>>;
  if (typeof photos !== 'object' || photos === null) return document;
  const taken = Object.entries(photos).flatMap(([id, photo]) => {
    const digits = /^camera-(\d{17})\.jpg$/.exec(String(photo?.name))?.[1];
    const [, date, time, ms] = /^(\d{8})(\d{6})(\d{3})$/.exec(digits ?? '') ?? [];
    if (!date || !time) return [];
    const iso = `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}.${ms}Z`;
    return [{ id, photo, at: Date.parse(iso) }];
  });
  taken.sort((a, b) => a.at - b.at);
  const grouped: Record<string, unknown> = {};
  let group = '';
  taken.forEach(({ id, photo, at }, i) => {
    const before = taken[i - 1];
    if (!before || at - before.at > pause || photo.label !== before.photo.label) group = `camera-${id.slice(0, 16)}`;
    grouped[id] = { ...photo, group };
  });
  return { ...document, photos: { ...photos, ...grouped } };
}
