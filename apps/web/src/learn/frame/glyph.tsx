/** A page in a few strokes. */
import type { PageName } from '../names.ts';

/** In 48 by 48: what is drawn in ink, and what in the accent's colour. */
const drawings: Readonly<Record<string, readonly [quiet: string, main: string]>> = {
  logistic: ['M6 24h36', 'M6 40C20 40 20 8 42 8'],
  softmax: ['M6 42h36', 'M11 42V12M24 42V26M37 42V36'],
  'one-hot': ['M8 10h32v28H8zM8 19.3h32M8 28.6h32M18.7 10v28M29.3 10v28', 'M11 14.6h5M21.5 24h5M32 33.3h5'],
  'multi-label': [
    'M18 29m-11 0a11 11 0 1 0 22 0a11 11 0 1 0-22 0M30 29m-11 0a11 11 0 1 0 22 0a11 11 0 1 0-22 0',
    'M24 18m-11 0a11 11 0 1 0 22 0a11 11 0 1 0-22 0',
  ],
  information: ['M6 42h36', 'M8 6C10 30 24 38 42 40'],
  perceptron: ['M14 14v.1M20 30v.1M10 34v.1M34 12v.1M38 28v.1M30 36v.1', 'M20 6L30 42'],
  backpropagation: ['M8 14L24 14L40 24L24 34L8 34M8 14L24 34M8 34L24 14', 'M40 24L24 14M40 24L24 34'],
  regression: ['M8 34v.1M14 36v.1M20 26v.1M26 22v.1M32 12v.1M38 14v.1M17 10v.1', 'M6 38C20 36 24 14 42 10'],
  descent: [
    'M24 24m-18 0a18 14 0 1 0 36 0a18 14 0 1 0-36 0M24 24m-9 0a9 7 0 1 0 18 0a9 7 0 1 0-18 0',
    'M8 12L16 15L19 21L24 24',
  ],
  'learning-rate-decay': ['M6 42h36', 'M6 8H14V20H22V28H30V34H42'],
  momentum: ['M4 30C16 16 34 16 44 22M4 38C16 26 34 26 44 30', 'M8 20C16 22 14 32 22 27C28 22 30 28 38 26'],
  'local-minima': ['M4 10C10 44 16 34 20 22C24 12 28 44 34 40C40 36 42 20 44 8', 'M14 34v.1'],
  'early-stopping': ['M6 8C12 30 26 40 42 42', 'M6 10C14 28 22 30 26 28C32 25 36 18 42 16M24 10V28'],
  'weight-penalties': ['M4 40h40', 'M8 40V10M15 40V20M22 40V32M29 40V38M36 40V38'],
  dropout: [
    'M10 12v.1M10 24v.1M10 36v.1M38 18v.1M38 30v.1M24 24v.1',
    'M10 12L24 12L38 18M10 36L24 36L38 30M10 24L24 12M24 36L38 18',
  ],
  'vanishing-gradients': ['M4 42h40', 'M42 42V8M34 42V22M26 42V32M18 42V37M10 42V40'],
  convolution: ['M8 8h32v32H8zM18.7 8v32M29.3 8v32M8 18.7h32M8 29.3h32', 'M8 8h21.3v21.3H8z'],
  pooling: ['M6 6h22v22H6zM17 6v22M6 17h22', 'M32 32h11v11H32zM26 26L32 32'],
  'mlp-or-cnn': ['M8 10L22 24L8 38M8 10V38M8 24H22', 'M28 14h7v7h-7zM35 21h7v7h-7zM28 28h7v7h-7z'],
  'early-layers': ['M8 8h32v32H8z', 'M8 30L30 8M12 40L40 12M22 40L40 22'],
  'cifar10-mlp': ['M8 8h20v20H8z', 'M28 12L40 24L28 36M28 12V36M28 24H40'],
  'cifar10-cnn': ['M6 12h16v24H6z', 'M22 16h10v16H22zM32 20h5v8h-5zM37 24h6'],
  'cifar10-augmented': ['M8 8h18v18H8z', 'M20 24L36 18L42 34L26 40z'],
  'long-memory': ['M6 30h8M18 30h8M30 30h8', 'M6 18h36M10 30v-8M22 30v-8M34 30v-8M42 18l-5-4M42 18l-5 4'],
};

export function Glyph({ of }: { readonly of: PageName }) {
  const [quiet, main] = drawings[of]!;
  return (
    <svg
      viewBox="0 0 48 48"
      className="size-12 shrink-0"
      fill="none"
      strokeWidth={2.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d={quiet} className="stroke-line-strong" />
      <path d={main} className="stroke-accent" />
    </svg>
  );
}
