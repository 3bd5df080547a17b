/** Maps a stream with up to `limit` calls under way, keeping its order. An error ends it when its turn comes. */
export async function* mapConcurrent<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  try {
    for await (const item of items) {
      const result = map(item);
      result.catch(() => {}); // Seen below, perhaps much later.
      running.push(result);
      if (running.length >= limit) yield await running.shift()!;
    }
    for (let next = running.shift(); next; next = running.shift()) yield await next;
  } finally {
    await Promise.allSettled(running);
  }
}
