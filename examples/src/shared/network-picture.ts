/** A small network as a picture: what flows forward in blue, what flows back in orange. */

export interface NetworkPicture {
  readonly title: string;
  /** In columns of layers, from the left, and rows from the top. */
  readonly neurons: readonly {
    readonly layer: number;
    readonly row: number;
    readonly above: string;
    readonly below: string;
  }[];
  /** From one neuron to another, by their places in the list. */
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly above: string;
    readonly below: string;
  }[];
}

const [forward, back] = ['#0072b2', '#d55e00'];
const radius = 54;

export function networkPicture({ title, neurons, edges }: NetworkPicture): string {
  const places = neurons.map(({ layer, row }) => ({ x: 90 + 370 * layer, y: 110 + 130 * row }));
  const width = Math.max(...places.map(({ x }) => x)) + 90;
  const height = Math.max(...places.map(({ y }) => y)) + 80;
  const halo = 'paint-order="stroke" stroke="#ffffff" stroke-width="5" stroke-linejoin="round"';
  const lines = edges.map(({ from, to }) => {
    const [a, b] = [places[from]!, places[to]!];
    return `<line x1="${a.x}" y1="${a.y}" x2="${b.x}" y2="${b.y}" stroke="#b0b0b0" stroke-width="2"/>`;
  });
  // Along its edge, nearer to where it comes from: there edges do not cross.
  const words = edges.map(({ from, to, above, below }) => {
    const [a, b] = [places[from]!, places[to]!];
    const angle = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
    const distance = radius + 85;
    const turned = `translate(${a.x} ${a.y}) rotate(${angle.toFixed(3)})`;
    return (
      `<g transform="${turned}" text-anchor="middle">` +
      `<text x="${distance}" y="-7" fill="${forward}" ${halo}>${above}</text>` +
      `<text x="${distance}" y="18" fill="${back}" ${halo}>${below}</text></g>`
    );
  });
  const circles = neurons.map(({ above, below }, i) => {
    const { x, y } = places[i]!;
    const second = below && `<text x="${x}" y="${y + 15}" text-anchor="middle" fill="${back}">${below}</text>`;
    return (
      `<circle cx="${x}" cy="${y}" r="${radius}" fill="#f4f8fb" stroke="${forward}" stroke-width="2"/>` +
      `<text x="${x}" y="${y + (below ? -5 : 5)}" text-anchor="middle" fill="${forward}">${above}</text>${second}`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#222222">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="12" y="26" font-size="16" font-weight="bold">${title}</text>`,
    ...lines,
    ...words,
    ...circles,
    '</svg>\n',
  ].join('\n');
}
