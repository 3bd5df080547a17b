import type { NextConfig } from 'next';

/** Threads of WebAssembly need a page that is cross-origin isolated. */
const isolation = [
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
];

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  serverExternalPackages: ['onnxruntime-node', 'sharp', '@graftml/studio', '@graftml/vision', '@graftml/backend-onnx'],
  headers: async () => [{ source: '/:path*', headers: isolation }],
};

export default config;
