/** The minimum of a smooth function by L-BFGS (Nocedal & Wright 2006, algorithm 7.5). */

/** Past steps that are remembered. */
const memory = 20;
/** How often a step is halved at most. */
const mostTries = 40;

/** The value at a point; the gradient there is written to the second array. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

interface Past {
  readonly step: Float64Array;
  /** Of the gradient. */
  readonly change: Float64Array;
  readonly rho: number;
}

/** When it ends. */
export interface MinimizeOptions {
  readonly iterations: number;
  readonly tolerance: number;
}

/** Where a descent is after some iterations. */
export interface Descent {
  readonly iteration: number;
  readonly value: number;
}

/** From `start`, which stays as it is; ends when no element of the gradient is larger than `tolerance`, or nothing goes down any more. */
export function minimize(objective: Objective, start: Float64Array, options: MinimizeOptions): Float64Array {
  const steps = minimizing(objective, start, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same with a rest after every iteration, so that whoever drives it can do other things, or stop. */
export function* minimizing(
  objective: Objective,
  start: Float64Array,
  { iterations, tolerance }: MinimizeOptions,
): Generator<Descent, Float64Array> {
  let at = Float64Array.from(start);
  let gradient = new Float64Array(at.length);
  let value = objective(at, gradient);
  const past: Past[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (gradient.every((g) => Math.abs(g) <= tolerance)) break;
    const next = goDown(objective, { at, gradient, value }, past);
    if (!next) break;
    const step = next.at.map((w, i) => w - at[i]!);
    const change = next.gradient.map((g, i) => g - gradient[i]!);
    const curvature = dot(step, change);
    if (curvature > 1e-12) past.push({ step, change, rho: 1 / curvature });
    if (past.length > memory) past.shift();
    ({ at, gradient, value } = next);
    yield { iteration: iteration + 1, value };
  }
  return at;
}

interface Point {
  readonly at: Float64Array<ArrayBuffer>;
  readonly gradient: Float64Array<ArrayBuffer>;
  readonly value: number;
}

/** The next point, with steps halved until they go down enough; undefined where none does. */
function goDown(objective: Objective, { at, gradient, value }: Point, past: readonly Past[]): Point | undefined {
  const direction = descent(gradient, past);
  const slope = dot(gradient, direction);
  let length = past.length === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
  const nextGradient = new Float64Array(at.length);
  for (let tries = 0; tries <= mostTries; tries++, length /= 2) {
    const moved = at.map((w, i) => w + length * direction[i]!);
    const reached = objective(moved, nextGradient);
    if (reached <= value + 1e-4 * length * slope) return { at: moved, gradient: nextGradient, value: reached };
  }
  return undefined;
}

/** Minus the gradient times an estimate of the inverse curvature (algorithm 7.4). */
function descent(gradient: Float64Array, past: readonly Past[]): Float64Array {
  const q = gradient.map((g) => -g);
  const shares: number[] = [];
  for (const { step, change, rho } of [...past].reverse()) {
    const share = rho * dot(step, q);
    shares.unshift(share);
    for (let i = 0; i < q.length; i++) q[i]! -= share * change[i]!;
  }
  const newest = past.at(-1);
  if (newest) {
    const scale = 1 / (newest.rho * dot(newest.change, newest.change));
    for (let i = 0; i < q.length; i++) q[i]! *= scale;
  }
  past.forEach(({ step, change, rho }, k) => {
    const share = shares[k]! - rho * dot(change, q);
    for (let i = 0; i < q.length; i++) q[i]! += share * step[i]!;
  });
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
