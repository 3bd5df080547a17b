import type { Ops } from '@graftml/core';
import type { Cases } from '../case.ts';

/** What such a node does is known to its file and to a runtime alone. */
export const opaque: Cases<Ops['opaque']> = {};
