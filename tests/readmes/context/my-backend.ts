import { cpuBackend } from '@graftml/backend-cpu';

/** What a stranger wrote. */
export const myBackend = () => cpuBackend();
