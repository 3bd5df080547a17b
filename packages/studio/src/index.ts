/** Projects and what can be done to them; what computes is in `@graftml/studio/lab`, what serves in `@graftml/studio/node`. */

export type * from './lab/lab.ts';
export { leftName } from './lab/left.ts';
export { connectLab, LabError, type LabPort, type SentError, sentError, serveLab } from './lab/remote.ts';
export { type Change, changed, classOf, photosOf } from './project/change.ts';
export { partsOf, tornClasses } from './project/division.ts';
export { asFileName } from './project/file-name.ts';
export {
  askedUnsure,
  type ClassFindings,
  coverageOf,
  type Findings,
  findingsOf,
  type Judgement,
  type MixUp,
  unsureOf,
} from './project/findings.ts';
export {
  type History,
  lastSteps,
  noHistory,
  type Patch,
  patchBetween,
  patched,
  recorded,
  redone,
  type Step,
  undone,
} from './project/history.ts';
export { isUpToDate, learntFrom } from './project/learnt.ts';
export { newId } from './project/new-id.ts';
export * from './project/project.ts';
export { readHistory, readProject } from './project/read-project.ts';
export { historyText, projectText } from './project/write-project.ts';
export { type HttpServerOptions, httpServer } from './server/http-server.ts';
export type { ServerPort } from './server/server-port.ts';
export { createSession, type OpenSession, type Session, type SessionState } from './session/session.ts';
export { type SortedPlace, sortedCsv, sortedPlaces } from './sorted/sorted.ts';
export { browserStore } from './store/browser-store.ts';
export type { ProjectEntry, ProjectShelves, ProjectStore } from './store/project-store.ts';
