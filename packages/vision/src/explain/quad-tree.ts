/** Points on a plane by quarters of quarters, so that many far away count as one (Barnes & Hut 1986). */

/** What a point gets of all others. */
export interface Push {
  x: number;
  y: number;
  /** The sum of `1 / (1 + distance²)`. */
  sum: number;
}

/** Quarters of quarters, at most: what is nearer than that is in one place. */
const deepest = 48;

/** Its memory serves one plane after another. */
export interface QuadTree {
  /** @param places `[size, 2]` */
  build(places: Float64Array): void;
  /** What pushes point `i`, into `push`: `sum of (own - other) / (1 + distance²)²`. */
  push(i: number, push: Push): void;
}

/** @param angle how large a square may look, from a point, to count as one: 0 compares all pairs */
export function quadTree(size: number, angle: number): QuadTree {
  let room = 4 * size + 64;
  let child = new Int32Array(4 * room);
  /** -1: no point; -2: has quarters; else the point. */
  let point = new Int32Array(room);
  let mass = new Int32Array(room);
  let sumX = new Float64Array(room);
  let sumY = new Float64Array(room);
  let centreX = new Float64Array(room);
  let centreY = new Float64Array(room);
  let half = new Float64Array(room);
  let used = 0;
  let places: Float64Array = new Float64Array();
  let stack = new Int32Array(4 * deepest + 8);

  const grow = () => {
    room *= 2;
    const larger = <T extends Int32Array | Float64Array>(old: T, next: T): T => {
      next.set(old as never);
      return next;
    };
    child = larger(child, new Int32Array(4 * room));
    point = larger(point, new Int32Array(room));
    mass = larger(mass, new Int32Array(room));
    sumX = larger(sumX, new Float64Array(room));
    sumY = larger(sumY, new Float64Array(room));
    centreX = larger(centreX, new Float64Array(room));
    centreY = larger(centreY, new Float64Array(room));
    half = larger(half, new Float64Array(room));
  };
  const node = (x: number, y: number, h: number): number => {
    if (used === room) grow();
    child.fill(-1, 4 * used, 4 * used + 4);
    point[used] = -1;
    mass[used] = 0;
    sumX[used] = 0;
    sumY[used] = 0;
    centreX[used] = x;
    centreY[used] = y;
    half[used] = h;
    return used++;
  };
  const take = (at: number, x: number, y: number) => {
    mass[at]!++;
    sumX[at]! += x;
    sumY[at]! += y;
  };
  const quarter = (at: number, x: number, y: number): number => {
    const which = (x > centreX[at]! ? 1 : 0) + (y > centreY[at]! ? 2 : 0);
    const known = child[4 * at + which]!;
    if (known >= 0) return known;
    const h = half[at]! / 2;
    const made = node(centreX[at]! + (which & 1 ? h : -h), centreY[at]! + (which & 2 ? h : -h), h);
    child[4 * at + which] = made;
    return made;
  };
  const insert = (i: number) => {
    const [x, y] = [places[2 * i]!, places[2 * i + 1]!];
    let at = 0;
    for (let depth = 0; ; depth++) {
      take(at, x, y);
      if (mass[at] === 1) {
        point[at] = i;
        return;
      }
      if (depth === deepest) return;
      const other = point[at]!;
      if (other >= 0) {
        point[at] = -2;
        const to = quarter(at, places[2 * other]!, places[2 * other + 1]!);
        take(to, places[2 * other]!, places[2 * other + 1]!);
        point[to] = other;
      }
      at = quarter(at, x, y);
    }
  };

  return {
    build(given) {
      places = given;
      used = 0;
      let [left, right, low, high] = [places[0]!, places[0]!, places[1]!, places[1]!];
      for (let k = 0; k < places.length; k += 2) {
        left = Math.min(left, places[k]!);
        right = Math.max(right, places[k]!);
        low = Math.min(low, places[k + 1]!);
        high = Math.max(high, places[k + 1]!);
      }
      node((left + right) / 2, (low + high) / 2, Math.max(right - left, high - low) / 2 + 1e-12);
      for (let i = 0; i < places.length / 2; i++) insert(i);
    },
    push(i, push) {
      const [x, y] = [places[2 * i]!, places[2 * i + 1]!];
      const angle2 = angle * angle;
      let [pushX, pushY, sum] = [0, 0, 0];
      let waiting = 1;
      stack[0] = 0;
      while (waiting > 0) {
        const at = stack[--waiting]!;
        if (point[at] === i && mass[at] === 1) continue;
        const dx = x - sumX[at]! / mass[at]!;
        const dy = y - sumY[at]! / mass[at]!;
        const apart = dx * dx + dy * dy;
        const side = 2 * half[at]!;
        if (point[at]! >= 0 || side * side < angle2 * apart) {
          const near = 1 / (1 + apart);
          const all = mass[at]! * near;
          sum += all;
          pushX += all * near * dx;
          pushY += all * near * dy;
          continue;
        }
        if (waiting + 4 > stack.length) {
          const longer = new Int32Array(2 * stack.length);
          longer.set(stack);
          stack = longer;
        }
        for (let q = 0; q < 4; q++) {
          const to = child[4 * at + q]!;
          if (to >= 0) stack[waiting++] = to;
        }
      }
      push.x = pushX;
      push.y = pushY;
      push.sum = sum;
    },
  };
}
