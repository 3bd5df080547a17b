/** From a description of a chart to SVG text, by Apache ECharts without a DOM. */
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { colors, type Frame, fontFamily, fontSize, palette, textWidth } from './style.ts';
import { document, heading, withIds } from './svg.ts';

export interface Chart {
  readonly frame: Frame;
  /** The names that the legend shows; none, no legend. */
  readonly legend: readonly string[];
  /** What ECharts is told: axes, series and so on. */
  readonly option: Readonly<Record<string, unknown>>;
  /** What to leave free at the right, in pixels. */
  readonly right?: number;
}

/** Draws a chart below its title and legend. */
export function render({ frame, legend, option, right = 24 }: Chart): string {
  const { width = 640, height = 400, title } = frame;
  const head = heading(frame);
  const rows = legendRows(legend, width - 24);
  const top = head.height + (rows > 0 ? rows * 29 : 0) + 14;
  echarts.use([
    BarChart,
    CustomChart,
    HeatmapChart,
    LineChart,
    ScatterChart,
    GridComponent,
    LegendComponent,
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
      ...(rows > 0 && { legend: { ...legendStyle, top: head.height + 6, data: [...legend] } }),
      ...option,
    });
    return document(width, height, title, [head.content, bare(chart.renderToSVGString())].filter(Boolean).join('\n'));
  } finally {
    chart.dispose();
  }
}

const legendStyle = {
  left: 8,
  itemGap: 16,
  itemWidth: 22,
  itemHeight: 10,
  padding: [4, 4],
  textStyle: { fontFamily, fontSize: fontSize.text, color: colors.text },
} as const;

/** How many lines the legend takes. */
function legendRows(names: readonly string[], width: number): number {
  let rows = names.length > 0 ? 1 : 0;
  let used = 0;
  for (const name of names) {
    const item = textWidth(name) + 22 + 5 + 16;
    if (used > 0 && used + item > width) {
      rows++;
      used = 0;
    }
    used += item;
  }
  return rows;
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
