// How uPlot is to draw a course: in the colours of the theme, its axes in the user's language.
import { alpha, type Theme } from '@mui/material';
import type uPlot from 'uplot';
import type { Figures } from './figures.ts';

export interface PlotLook {
  theme: Theme;
  figures: Figures;
  /** A value of the y axis in words. */
  say: (value: number) => string;
  /** The y axis reaches at least to here. */
  atLeast: number;
  /** The point under the pointer; undefined: none. */
  onPoint: (place: number | undefined) => void;
}

export function plotOptions({ theme, figures, say, atLeast, onPoint }: PlotLook, size: { width: number; height: number }): uPlot.Options {
  const { palette, typography } = theme;
  const axis: uPlot.Axis = {
    stroke: palette.text.secondary,
    font: `12px ${String(typography.fontFamily)}`,
    grid: { stroke: palette.divider, width: 1 },
    ticks: { show: false },
  };
  return {
    ...size,
    padding: [8, 30, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
    scales: { x: { time: true }, y: { range: (_plot, _least, most) => [0, Math.max(most * 1.15, atLeast)] } },
    axes: [
      {
        ...axis,
        space: 68,
        size: 28,
        gap: 8,
        values: (_plot, splits, _axis, _space, increment) => splits.map((time) => (increment < 60 ? figures.time : figures.clock)(time * 1000)),
      },
      { ...axis, space: 34, size: 68, gap: 6, values: (_plot, splits) => splits.map(say) },
    ],
    series: [
      {},
      { stroke: palette.primary.main, width: 2, fill: alpha(palette.primary.main, 0.12), points: { show: false }, spanGaps: false },
    ],
    hooks: {
      setCursor: [
        (plot) => {
          onPoint(plot.cursor.idx ?? undefined);
        },
      ],
    },
  };
}
