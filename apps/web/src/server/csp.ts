/** What pages may load and whom they may talk to: this server, and nobody else. */

const always = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "worker-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** @param isDevelopment React and the bundler evaluate code then, and put styles into the page */
export const pagePolicy = (nonce: string, isDevelopment: boolean): string =>
  [
    ...always,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
  ].join('; ');
