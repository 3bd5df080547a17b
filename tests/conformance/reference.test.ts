import { cpuBackend } from '@graftml/backend-cpu';
import { testBackend } from '@graftml/testing';
import { describe, it } from 'vitest';

testBackend(cpuBackend(), { describe, it });
