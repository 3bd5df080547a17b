/** What pages may load and whom they may talk to: this server, and nobody else. */
import { pageRules } from '@graftml/studio/guard';

/** @param isDevelopment React and the bundler evaluate code then, and put styles into the page */
export const pagePolicy = (nonce: string, isDevelopment: boolean): string =>
  [
    ...pageRules,
    "frame-ancestors 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
  ].join('; ');
