import type { LayeredModel } from '@graftml/core';

export function student(options: { width: number; size: number; features: number; padding?: 'same' }): LayeredModel;
