/** The few things of the host that training uses, declared so that core needs the types of no runtime. */

declare const performance: { now(): number };

/** Seconds since some start. */
export const now = (): number => performance.now() / 1000;

/** What `AbortController.signal` is, in browsers and in Node. */
export interface Signal {
  readonly aborted: boolean;
}
