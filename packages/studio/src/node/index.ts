/** The lab on a server. */
export type * from '../lab/lab.ts';
export { type NodeLabOptions, nodeLab } from './node-lab.ts';
