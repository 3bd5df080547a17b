/** Multinomial logistic regression by L-BFGS: `|W|² / 2 + c · sum of cross-entropies`, the biases free, as in scikit-learn. */

/** Past steps that L-BFGS remembers. */
const memory = 10;

/**
 * @param x float `[size, width]`, flat
 * @param y class indices, `size` of them
 * @returns a function from such features to class indices
 */
export function fitLogistic(x, y, { width, classes, c: given = 1, iterations = 1000, tolerance = 1e-4 }) {
  // Two classes of scikit-learn share one list of weights: the same as two opposite ones whose squares count twice.
  const c = classes === 2 ? given / 2 : given;
  const size = y.length;
  const objective = (w, gradient) => {
    gradient.set(w);
    gradient.fill(0, classes * width);
    let sum = 0;
    for (let k = 0; k < classes * width; k++) sum += (w[k] * w[k]) / 2;
    for (let i = 0; i < size; i++) {
      const p = probabilities(scores(x, i, w, width, classes));
      sum -= c * Math.log(Math.max(p[y[i]], 1e-300));
      for (let k = 0; k < classes; k++) {
        const pull = c * (p[k] - (k === y[i] ? 1 : 0));
        for (let j = 0; j < width; j++) gradient[k * width + j] += pull * x[i * width + j];
        gradient[classes * width + k] += pull;
      }
    }
    return sum;
  };
  const w = minimize(objective, classes * (width + 1), iterations, tolerance);
  return (features) =>
    Array.from({ length: features.length / width }, (_, i) => {
      const found = scores(features, i, w, width, classes);
      return found.indexOf(Math.max(...found));
    });
}

function scores(x, i, w, width, classes) {
  return Array.from({ length: classes }, (_, k) => {
    let sum = w[classes * width + k];
    for (let j = 0; j < width; j++) sum += w[k * width + j] * x[i * width + j];
    return sum;
  });
}

function probabilities(scores) {
  const most = Math.max(...scores);
  const raised = scores.map((s) => Math.exp(s - most));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((r) => r / sum);
}

const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);

/** Nocedal & Wright 2006, algorithm 7.5, with steps halved until they go down enough. */
function minimize(objective, length, iterations, tolerance) {
  let at = new Float64Array(length);
  let gradient = new Float64Array(length);
  let value = objective(at, gradient);
  const past = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (gradient.every((g) => Math.abs(g) < tolerance)) break;
    const direction = descent(gradient, past);
    const slope = dot(gradient, direction);
    let step = past.length === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
    let next;
    const nextGradient = new Float64Array(length);
    for (let tries = 0; ; tries++) {
      const moved = at.map((w, i) => w + step * direction[i]);
      const reached = objective(moved, nextGradient);
      if (reached <= value + 1e-4 * step * slope) next = { moved, reached };
      if (next || tries === 40) break;
      step /= 2;
    }
    if (!next) break;
    const s = next.moved.map((w, i) => w - at[i]);
    const change = nextGradient.map((g, i) => g - gradient[i]);
    if (dot(s, change) > 1e-12) past.push({ s, change, rho: 1 / dot(s, change) });
    if (past.length > memory) past.shift();
    [at, value, gradient] = [next.moved, next.reached, nextGradient];
  }
  return at;
}

/** Minus the gradient times an estimate of the inverse curvature. */
function descent(gradient, past) {
  const q = gradient.map((g) => -g);
  const shares = past.toReversed().map(({ s, change, rho }) => {
    const share = rho * dot(s, q);
    for (let i = 0; i < q.length; i++) q[i] -= share * change[i];
    return share;
  });
  const newest = past.at(-1);
  if (newest) {
    const scale = 1 / (newest.rho * dot(newest.change, newest.change));
    for (let i = 0; i < q.length; i++) q[i] *= scale;
  }
  past.forEach(({ s, change, rho }, k) => {
    const share = shares[past.length - 1 - k] - rho * dot(change, q);
    for (let i = 0; i < q.length; i++) q[i] += share * s[i];
  });
  return q;
}
