/** Graft's reference backend: every op as readable TypeScript. */
export { type CpuOptions, cpuBackend } from './backend.ts';
export { evaluate } from './evaluate.ts';
export { findNonFinite, type NonFinite } from './find-non-finite.ts';
export { kernels } from './kernels/index.ts';
export type { Allocate, Kernel, KnownType, Workspace } from './kernels/kernel.ts';
export { type Statistics, statistics } from './statistics.ts';
export { type TraceStep, trace } from './trace.ts';
