/** What the programs in Node and in the browser share: constants, and the resize that the model was trained with. */
import type { Preprocessing } from '../preprocessing.ts';
import type { UsedModel } from './used-model.ts';

/** JSON that a script in a page may hold. */
export const scriptText = (value: unknown): string =>
  JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

/** A path as a URL, relative as it is. */
export const address = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** What the program knows of the model, and `answer(output)`, which says it in words. */
export function constants(model: UsedModel): string {
  const { width, height, channels, background } = model.preprocessing;
  return `${answer(model)}
const WIDTH = ${width}, HEIGHT = ${height}, CHANNELS = ${channels}, BACKGROUND = ${background};`;
}

function answer(model: UsedModel): string {
  if (!('labels' in model))
    return `// It has learnt values from ${model.range[0]} to ${model.range[1]}: what lies far outside is a guess.
const answer = ([value]) => [value.toFixed(4)];
`;
  const labels = `const labels = ${scriptText(model.labels)};\n`;
  if (model.several)
    return `${labels}const thresholds = ${scriptText(model.several.thresholds)}; // from which probability each label is told

function answer(probabilities) {
  const told = labels.map((label, i) => [label, probabilities[i], thresholds[i]]).filter(([, probability, from]) => probability >= from);
  return [told.sort((a, b) => b[1] - a[1]).map(([label, probability]) => \`\${label} \${probability.toFixed(4)}\`).join(', ') || 'no label'];
}
`;
  return `${labels}const threshold = ${model.unsure?.threshold ?? 0}; // below it, it is unsure

function answer(probabilities) {
  const most = Math.max(...probabilities);
  return [labels[probabilities.indexOf(most)], \`\${most.toFixed(4)}\${most < threshold ? ' (unsure)' : ''}\`];
}
`;
}

/** \`fitted({ data, width, height })\` of RGB pixels. */
export const fitting = (
  preprocessing: Preprocessing,
): string => `// Bilinear and antialiased, as Pillow does it: canvas and sharp have other filters, so predictions would differ.
function weights(from, to) {
  const scale = from / to, reach = Math.max(scale, 1);
  return Array.from({ length: to }, (_, i) => {
    const middle = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(middle - reach + 0.5));
    const last = Math.min(from, Math.floor(middle + reach + 0.5));
    const raw = Array.from({ length: last - first }, (_, k) => Math.max(0, 1 - Math.abs((first + k + 0.5 - middle) / reach)));
    const sum = raw.reduce((a, b) => a + b, 0);
    return { first, shares: raw.map((share) => share / sum) };
  });
}

function resized({ data, width, height }, toWidth, toHeight) {
  const pass = (source, lines, from, to, alongLine, alongStep, outLine, outStep) => {
    if (from === to && alongStep === outStep) return source;
    const out = new Uint8ClampedArray(lines * to * 3);
    weights(from, to).forEach(({ first, shares }, i) => {
      for (let line = 0; line < lines; line++)
        for (let c = 0; c < 3; c++) {
          let sum = 0;
          for (let k = 0; k < shares.length; k++) sum += shares[k] * source[line * alongLine + (first + k) * alongStep + c];
          out[line * outLine + i * outStep + c] = Math.floor(sum + 0.5);
        }
    });
    return out;
  };
  const across = pass(data, height, width, toWidth, width * 3, 3, toWidth * 3, 3);
  const down = pass(across, toWidth, height, toHeight, 3, toWidth * 3, 3, toWidth * 3);
  return { data: down, width: toWidth, height: toHeight };
}

// A half goes to the even side.
const half = (n) => (n % 2 === 0 ? n / 2 : 2 * Math.round(n / 4));

function fitted(picture) {
${sizes[preprocessing.resize](preprocessing)}
  const small = resized(picture, ...size);
  const left = half(size[0] - WIDTH), top = half(size[1] - HEIGHT);
  const pixels = new Uint8Array(WIDTH * HEIGHT * CHANNELS).fill(BACKGROUND);
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      if (y + top < 0 || y + top >= size[1] || x + left < 0 || x + left >= size[0]) continue;
      const at = ((y + top) * size[0] + x + left) * 3, [r, g, b] = small.data.subarray(at, at + 3);
      if (CHANNELS === 3) pixels.set([r, g, b], (y * WIDTH + x) * 3);
      else pixels[y * WIDTH + x] = (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;
    }
  return pixels;
}`;

const sizes: Readonly<Record<Preprocessing['resize'], (of: Preprocessing) => string>> = {
  stretch: () => '  const size = [WIDTH, HEIGHT];',
  crop: ({ width, height, cropFraction }) => `  const { width, height } = picture;
  const frame = [${Math.round(width / cropFraction)}, ${Math.round(height / cropFraction)}]; // what is seen is the middle of it
  const size = width * frame[1] > height * frame[0]
    ? [Math.max(1, Math.floor(frame[1] * width / height)), frame[1]]
    : [frame[0], Math.max(1, Math.floor(frame[0] * height / width))];`,
  letterbox: () => `  const { width, height } = picture;
  const size = width * HEIGHT > height * WIDTH
    ? [WIDTH, Math.max(1, Math.round(WIDTH * height / width))]
    : [Math.max(1, Math.round(HEIGHT * width / height)), HEIGHT];`,
};
