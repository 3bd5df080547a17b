/** What computes: to be loaded in a worker. */
export { type BrowserLabOptions, browserLab } from './browser-lab.ts';
export { serveLab } from './remote.ts';
