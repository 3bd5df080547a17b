// The icons under which a site is installed, from the one of its pages.
const background = '#05724a';

const drawn = [
  { file: '192.png', size: 192 },
  { file: '512.png', size: 512 },
  // To its edges: whoever shows these cuts them to a shape of his own.
  { file: '180.png', size: 180, isFull: true },
  { file: 'maskable-512.png', size: 512, isFull: true },
];

/** @returns the files, by path @param svg text */
export async function iconFiles(sharp, svg) {
  const full = svg.replace(/ rx="\d+"/, '');
  if (full === svg) throw new Error('icon.svg: its background has no rounded corners to fill');
  const files = drawn.map(async ({ file, size, isFull }) => {
    const png = await sharp(Buffer.from(isFull ? full : svg), { density: (72 * size) / 32 })
      .resize(size, size)
      .png({ compressionLevel: 9 })
      .toBuffer();
    return [`icons/${file}`, png];
  });
  return Object.fromEntries(await Promise.all(files));
}

const icon = (file, size, purpose) => ({ src: `icons/${file}`, sizes: `${size}x${size}`, type: 'image/png', purpose });

/** What a browser installs. Addresses are those from the manifest itself. */
export const manifest = (description) => ({
  name: 'Graft',
  short_name: 'Graft',
  description,
  id: './',
  start_url: './',
  scope: './',
  display: 'standalone',
  theme_color: background,
  background_color: '#ffffff',
  icons: [icon('192.png', 192, 'any'), icon('512.png', 512, 'any'), icon('maskable-512.png', 512, 'maskable')],
});
