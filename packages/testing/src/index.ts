export * from './prepare.ts';
export { cases, files } from './cases/index.ts';
