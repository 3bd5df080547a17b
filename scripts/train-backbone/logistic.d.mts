export function fitLogistic(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: { width: number; classes: number; c?: number; iterations?: number; tolerance?: number },
): (features: ArrayLike<number>) => number[];
