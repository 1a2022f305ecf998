import { Box, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useState } from 'react';
import { useTranslate } from 'react-admin';
import { Chart } from './Chart.tsx';
import { Section } from './Section.tsx';
import { useFigures } from './useFigures.ts';

const spans = [5, 30, 120]; // minutes

/** The course of the lag, of what is written and of what the slot keeps, while the page is open. */
export function ChartsCard() {
  const translate = useTranslate();
  const { bytes, duration, pace } = useFigures();
  const [span, setSpan] = useState(5);
  const label = translate('operations.charts.span');
  return (
    <Section
      title={translate('operations.charts.title')}
      actions={
        <ToggleButtonGroup
          exclusive
          size="small"
          value={span}
          aria-label={label}
          onChange={(_event, value: number | null) => {
            if (value !== null) setSpan(value);
          }}
        >
          {spans.map((minutes) => (
            <ToggleButton key={minutes} value={minutes} sx={{ textTransform: 'none', px: 1.5, py: 0.25 }}>
              {duration(minutes * 60)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      <Box sx={{ display: 'grid', gap: '20px 28px', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))', xl: 'repeat(4, minmax(0, 1fr))' } }}>
        <Chart name="lag_seconds" say={duration} atLeast={1} span={span * 60} />
        <Chart name="lag_bytes" say={bytes} atLeast={1000} span={span * 60} />
        <Chart name="documents" say={pace} atLeast={1} span={span * 60} />
        <Chart name="retained_bytes" say={bytes} atLeast={1000} span={span * 60} />
      </Box>
      <Typography variant="caption" component="p" sx={{ color: 'text.secondary', mt: 1 }}>
        {translate('operations.charts.note')}
      </Typography>
    </Section>
  );
}
