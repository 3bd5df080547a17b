/** One thing after another, with a breath in between. */

/** Runs `task` after all tasks before it have ended, well or badly. */
export type Queue = <T>(task: () => T | Promise<T>) => Promise<T>;

/** There in every runtime, but in no library that types are taken from here. */
declare function setTimeout(callback: () => void, milliseconds: number): unknown;

/** How long timers, events and progress bars may have to wait because of many short tasks, in milliseconds. */
const longestHold = 30;

export function queue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  let breathed = Date.now();
  /** Tasks that follow each other by promises alone would keep everything else from happening. */
  const breathe = async (): Promise<void> => {
    if (Date.now() - breathed < longestHold) return;
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    breathed = Date.now();
  };
  return (task) => {
    const result = last.then(breathe).then(task);
    last = result.catch(() => {});
    return result;
  };
}
