/** Points on a plane: which is near, which lie inside, which lies that way. Coordinates are x and y in turn. */

/** The nearest point within `reach`; -1 if there is none. */
export function nearestPoint(points: ArrayLike<number>, x: number, y: number, reach: number): number {
  let best = -1;
  let least = reach * reach;
  for (let i = 0; i < points.length / 2; i++) {
    const away = (points[2 * i]! - x) ** 2 + (points[2 * i + 1]! - y) ** 2;
    if (away > least) continue;
    least = away;
    best = i;
  }
  return best;
}

/** Points within a line that closes itself. */
export function pointsInside(points: ArrayLike<number>, line: readonly number[]): number[] {
  const found: number[] = [];
  for (let i = 0; i < points.length / 2; i++) if (isInside(points[2 * i]!, points[2 * i + 1]!, line)) found.push(i);
  return found;
}

/** By how often a ray crosses the line. */
function isInside(x: number, y: number, line: readonly number[]): boolean {
  let inside = false;
  for (let i = 0, k = line.length - 2; i < line.length; k = i, i += 2) {
    const [ax, ay, bx, by] = [line[i]!, line[i + 1]!, line[k]!, line[k + 1]!];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

export type Way = 'left' | 'right' | 'up' | 'down';

/** The nearest point on that way, more ahead than aside; `from` itself if there is none. */
export function pointTowards(points: ArrayLike<number>, from: number, way: Way): number {
  const [x, y] = [points[2 * from]!, points[2 * from + 1]!];
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < points.length / 2; i++) {
    const [dx, dy] = [points[2 * i]! - x, points[2 * i + 1]! - y];
    const ahead = { left: -dx, right: dx, up: -dy, down: dy }[way];
    const aside = Math.abs(way === 'left' || way === 'right' ? dy : dx);
    if (i === from || ahead <= 0 || aside > ahead) continue;
    const cost = ahead + 2 * aside;
    if (cost >= least) continue;
    least = cost;
    best = i;
  }
  return best;
}
