/** Runs in Node's thread for loading modules: see import-module.ts, and "Customization Hooks" in Node's manual. */
import { readFile } from 'node:fs/promises';
import type { LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/wasm-typescript';

/** What a model may import is what the command line itself has. */
export const resolve: ResolveHook = (specifier, context, next) =>
  specifier.startsWith('@graftml/')
    ? next(specifier, { ...context, parentURL: import.meta.url })
    : next(specifier, context);

export const load: LoadHook = async (url, context, next) => {
  const isTypeScript = url.startsWith('file:') && /\.m?ts$/.test(new URL(url).pathname);
  if (!isTypeScript) return next(url, context);
  const path = fileURLToPath(url);
  const source = await readFile(path, 'utf8');
  try {
    const { code } = await transform(source, { mode: 'strip-only', module: true, filename: path });
    return { format: 'module', source: code, shortCircuit: true };
  } catch (cause) {
    const { message, startLine } = cause as { message?: string; startLine?: number };
    throw new SyntaxError(`${message ?? cause}${startLine === undefined ? '' : ` (line ${startLine})`}`);
  }
};
