/** The lab on a server. */
export type * from '../lab/lab.ts';
