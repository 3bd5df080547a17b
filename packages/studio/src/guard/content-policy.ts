/** What pages and workers may load and whom they may talk to: their own site, and nobody else. */

/** Of every page, but for scripts, styles and requests. */
export const pageRules: readonly string[] = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "worker-src 'self'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
];

/**
 * Of files: a worker goes by that of its own script, not of its page.
 * @param hosts whom else it may ask
 */
export const filePolicy = (hosts: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    ["connect-src 'self'", ...hosts].join(' '),
    "worker-src 'self'",
    'img-src blob:',
  ].join('; ');

/** Where known networks are kept, and where that place sends whoever fetches one: asked only by a site without a server, after the person agreed. */
export const modelHosts: readonly string[] = ['https://huggingface.co', 'https://*.huggingface.co', 'https://*.hf.co'];
