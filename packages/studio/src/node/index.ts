/** The lab on a server. */
export type * from '../lab/lab.ts';
export { folderStore } from './folder-store.ts';
export * from './jobs/index.ts';
export { modelResponse } from './model-response.ts';
export { type NodeLabOptions, nodeLab } from './node-lab.ts';
