import { Box, Typography, useTheme } from '@mui/material';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslate } from 'react-admin';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { plotOptions } from './plot.ts';
import { extent, type Series } from './track.ts';
import { useFigures } from './useFigures.ts';
import { useStream } from './useStream.ts';

interface ChartProps {
  name: Series;
  say: (value: number) => string;
  atLeast: number;
  /** Seconds up to now. */
  span: number;
}

const height = 152;
const shortest = 60; // seconds that are shown while the page has been open for less
const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -30, PageUp: 30, Home: -Infinity, End: Infinity };

/** The course of a number as a line, with its figures in words. Arrow keys read it point by point. */
export function Chart({ name, say, atLeast, span }: ChartProps) {
  const translate = useTranslate();
  const id = useId();
  const theme = useTheme();
  const figures = useFigures();
  const { track, now } = useStream();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const [hovered, setHovered] = useState<number>();
  const [chosen, setChosen] = useState<number>(); // the time of a point, by keyboard
  const end = now / 1000;
  const course = useMemo(() => track.course(name, end - span), [track, name, end, span]);

  const from = Math.min(course.times[0] ?? end, end - shortest);

  useEffect(() => {
    const box = place.current;
    if (box === null) return;
    const drawn = new uPlot(plotOptions({ theme, figures, say, atLeast, onPoint: setHovered }, { width: box.clientWidth, height }), [[], []], box);
    plot.current = drawn;
    const watch = new ResizeObserver(() => {
      drawn.setSize({ width: box.clientWidth, height });
    });
    watch.observe(box);
    return () => {
      watch.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [theme, figures, say, atLeast]);

  useEffect(() => {
    plot.current?.batch(() => {
      plot.current?.setData([course.times, course.values], false);
      plot.current?.setScale('x', { min: from, max: end });
    });
  }, [course, from, end, theme, figures, say, atLeast]);

  const known = extent(course);
  const last = course.values.at(-1) ?? null;
  const unknown = translate('operations.unknown');
  const chosenAt = chosen === undefined ? undefined : course.times.indexOf(chosen);
  const pointed = chosenAt === undefined || chosenAt < 0 ? hovered : chosenAt;
  const pointText = (at: number) => {
    const value = course.values[at] ?? null;
    return translate('operations.charts.point', { time: figures.time((course.times[at] ?? 0) * 1000), value: value === null ? unknown : say(value) });
  };
  const title = translate(`operations.charts.${name}`);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setChosen(undefined);
    const step = steps[event.key];
    if (step === undefined || course.times.length === 0) return;
    event.preventDefault();
    const from = chosenAt === undefined || chosenAt < 0 ? course.times.length - 1 : chosenAt;
    const next = Math.max(0, Math.min(course.times.length - 1, from + step));
    setChosen(course.times[next]);
  };

  return (
    <Box component="figure" sx={{ m: 0, minWidth: 0 }}>
      <Box component="figcaption" id={id} sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: '0 10px', minHeight: 46, alignContent: 'flex-start' }}>
        <Typography variant="h3" component="h3">
          {title}
        </Typography>
        <Typography component="span" sx={{ fontWeight: 'fontWeightBold', color: 'primary.main' }}>
          {last === null ? unknown : say(last)}
        </Typography>
        <Typography variant="caption" component="span" sx={{ color: 'text.secondary', flexBasis: '100%' }}>
          {pointed !== undefined && pointed < course.times.length
            ? pointText(pointed)
            : known !== undefined && translate('operations.charts.extent', { least: say(known.least), most: say(known.most), mean: say(known.mean) })}
        </Typography>
      </Box>
      <Box
        ref={place}
        role="slider"
        tabIndex={0}
        aria-label={translate('operations.charts.read', { title })}
        aria-describedby={id}
        aria-valuemin={Math.floor(course.times[0] ?? end)}
        aria-valuemax={Math.floor(end)}
        aria-valuenow={Math.floor(chosen ?? end)}
        aria-valuetext={chosenAt === undefined || chosenAt < 0 ? translate('operations.charts.keys') : pointText(chosenAt)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setChosen(undefined);
        }}
        sx={{ height, overflow: 'hidden', borderRadius: 1 }}
      />
    </Box>
  );
}
