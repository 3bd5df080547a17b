/** Pictures of numbers as SVG text. The same input gives the same bytes. */

export type { Axis, AxisOptions } from './axes.ts';
export { type BarSeries, type BarsOptions, bars } from './bars.ts';
export { type HeatmapOptions, heatmap } from './heatmap.ts';
export { type ImagesOptions, images, type Picture } from './images.ts';
export { learningRateCurve } from './learning-rate-curve.ts';
export { type PanelsOptions, panels } from './panels.ts';
export { colorAt, type Frame, palette, type Scale } from './style.ts';
export type { Surface } from './surface.ts';
export { lines, type Mark, type Note, type PlaneOptions, type Series, scatter } from './xy.ts';
