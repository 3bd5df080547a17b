/** From a description of a chart to SVG text, by Apache ECharts without a DOM. */
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type Entry, legend } from './legend.ts';
import { colors, type Frame, fontFamily, fontSize, palette } from './style.ts';
import { document, heading, withIds } from './svg.ts';

export interface Chart {
  readonly frame: Frame;
  /** What the legend tells; nothing, no legend. */
  readonly legend: readonly Entry[];
  /** What ECharts is told: axes, series and so on. */
  readonly option: Readonly<Record<string, unknown>>;
  /** What to leave free at the right, in pixels. */
  readonly right?: number;
}

/** Draws a chart below its title and legend. */
export function render({ frame, legend: entries, option, right = 24 }: Chart): string {
  const { width = 640, height = 400, title } = frame;
  const head = heading(frame);
  const key = legend(entries, width, head.height);
  const top = head.height + key.height + 14;
  echarts.use([
    BarChart,
    CustomChart,
    HeatmapChart,
    LineChart,
    ScatterChart,
    GridComponent,
    MarkLineComponent,
    VisualMapComponent,
    SVGRenderer,
  ]);
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({
      animation: false,
      color: [...palette],
      textStyle: { fontFamily, fontSize: fontSize.text, color: colors.text },
      grid: { left: 14, right, top, bottom: 14, outerBoundsMode: 'same', outerBoundsContain: 'all' },
      ...option,
    });
    return document(
      width,
      height,
      title,
      [head.content, key.content, bare(chart.renderToSVGString())].filter(Boolean).join('\n'),
    );
  } finally {
    chart.dispose();
  }
}

/** What is drawn, without the outermost element and what only a page with scripts uses; ids count from 1. */
function bare(svg: string): string {
  const content = svg
    .replace(/^[\s\S]*?<svg\b[^>]*>\s*/, '')
    .replace(/\s*<\/svg>\s*$/, '')
    .replace(/^<rect\b[^>]*fill="none"[^>]*><\/rect>\s*/, '')
    .replace(/<style >[\s\S]*?<\/style>\s*/g, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
    .replaceAll('xlink:href', 'href')
    .replaceAll('<image ', '<image preserveAspectRatio="none" ');
  return withIds(content, 'i');
}
