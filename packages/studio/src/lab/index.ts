/** What computes: to be loaded in a worker. */
export { browserLab } from './browser-lab.ts';
export { serveLab } from './remote.ts';
