export * from '@graftml/core';
