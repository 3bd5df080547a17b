import { filePolicy } from '@graftml/studio/guard';
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

const common: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm test` sees to types; who only starts it need not wait for that.
  typescript: { ignoreBuildErrors: true },
};

const served: NextConfig = {
  headers: async () => [
    { source: '/:path*', headers: everywhere },
    ...(process.env.NODE_ENV === 'development'
      ? []
      : [{ source: '/_next/static/:path*', headers: [{ key: 'Content-Security-Policy', value: filePolicy() }] }]),
  ],
};

/** What `scripts/export-site` makes a folder of: pages alone. Routes and the proxy, in files of plain TypeScript, are not looked for. */
const exported: NextConfig = {
  distDir: '.site',
  pageExtensions: ['tsx'],
  // The same sources make the same files.
  generateBuildId: () => 'site',
  typescript: { ...common.typescript, tsconfigPath: 'tsconfig.site.json' },
};

const config: NextConfig = { ...common, ...(process.env.NEXT_PUBLIC_GRAFT_STATIC === '1' ? exported : served) };

export default config;
