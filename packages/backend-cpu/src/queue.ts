/** One thing after another. */

/** Runs `task` after all tasks before it have ended, well or badly. */
export type Queue = <T>(task: () => T | Promise<T>) => Promise<T>;

export function queue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => {});
    return result;
  };
}
