/** Draws the map on a canvas. */

export interface MapMark {
  /** Of its class, among the project's; -1 for unsorted photos. */
  readonly index: number;
  /** The class that it was taken for, where that is another. */
  readonly taken?: number;
}

export interface MapPicture {
  /** Pixels: x and y in turn. */
  readonly points: ArrayLike<number>;
  readonly marks: readonly MapMark[];
  /** By index; the last is for unsorted photos. */
  readonly colours: readonly string[];
  readonly ink: string;
  readonly surface: string;
  readonly chosen: ReadonlySet<number>;
  /** Pointed at, or where the keyboard is. */
  readonly at: number;
  /** The only class that is not faint. */
  readonly only: number | undefined;
  readonly lasso: readonly number[];
}

export function drawMap(context: CanvasRenderingContext2D, width: number, height: number, of: MapPicture): void {
  context.clearRect(0, 0, width, height);
  const { points, marks, chosen, at } = of;
  const count = marks.length;
  // Numbers can be read where there is room for them: colour alone would not do.
  const numbered = count <= 260;
  const radius = numbered ? 8 : count <= 700 ? 5 : 3.5;
  const colourOf = (index: number) => of.colours[index < 0 ? of.colours.length - 1 : index % (of.colours.length - 1)]!;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = '600 10px system-ui, sans-serif';
  // Mistakes lie above, what is chosen above these.
  const rank = (i: number) => (i === at ? 4 : 0) + (chosen.has(i) ? 2 : 0) + (marks[i]!.taken === undefined ? 0 : 1);
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => rank(a) - rank(b));
  for (const i of order) {
    const [x, y] = [points[2 * i]!, points[2 * i + 1]!];
    const { index, taken } = marks[i]!;
    const faint = of.only !== undefined && of.only !== index && of.only !== taken;
    context.globalAlpha = faint ? 0.12 : chosen.size > 0 && !chosen.has(i) && i !== at ? 0.3 : 1;
    const size = i === at ? radius + 3 : radius;
    if (taken !== undefined) ring(context, x, y, size + 3.5, colourOf(taken), 2.5);
    disc(context, x, y, size, colourOf(index), of.surface);
    if (numbered && index >= 0) {
      context.fillStyle = of.surface;
      context.fillText(`${index + 1}`, x, y + 0.5);
    }
    if (i === at) ring(context, x, y, size + 6, of.ink, 2);
  }
  context.globalAlpha = 1;
  if (of.lasso.length >= 4) drawLasso(context, of.lasso, of.ink);
}

function disc(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  fill: string,
  edge: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = edge;
  context.lineWidth = 1;
  context.stroke();
}

function ring(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  stroke: string,
  width: number,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = stroke;
  context.lineWidth = width;
  context.stroke();
}

function drawLasso(context: CanvasRenderingContext2D, line: readonly number[], ink: string): void {
  context.beginPath();
  context.moveTo(line[0]!, line[1]!);
  for (let i = 2; i < line.length; i += 2) context.lineTo(line[i]!, line[i + 1]!);
  context.closePath();
  context.fillStyle = ink;
  context.globalAlpha = 0.08;
  context.fill();
  context.globalAlpha = 1;
  context.setLineDash([5, 4]);
  context.strokeStyle = ink;
  context.lineWidth = 1.5;
  context.stroke();
  context.setLineDash([]);
}
