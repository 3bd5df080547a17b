import type { NextConfig } from 'next';

const everywhere = [
  // Threads of WebAssembly need a page that is cross-origin isolated.
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Permissions-Policy', value: 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()' },
];

/** Of files: a worker goes by that of its own script, not of its page. What pages may is in `src/server/csp.ts`. */
const ofFiles =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; img-src blob:";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm test` sees to types; who only starts it need not wait for that.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: '/:path*', headers: everywhere },
    ...(process.env.NODE_ENV === 'development'
      ? []
      : [{ source: '/_next/static/:path*', headers: [{ key: 'Content-Security-Policy', value: ofFiles }] }]),
  ],
};

export default config;
