/** The conformance suite: it judges a backend by numbers from outside, and says where the two differ. */

export { caseNames, cases, files } from './cases/index.ts';
export type { Skipped } from './check.ts';
export {
  type BackendSource,
  type ConformanceOptions,
  type ConformanceTest,
  conformance,
  type Excluded,
  type Outcome,
} from './conformance.ts';
export {
  digest,
  feedsOf,
  forwardGraph,
  gradientGraph,
  type Prepared,
  prepare,
  upstream,
} from './prepare.ts';
export { referenceFor } from './reference.ts';
export { type TestOptions, testBackend } from './test-backend.ts';
