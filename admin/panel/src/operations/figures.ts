// Numbers as people read them, in their language.

export interface Figures {
  number: (value: number) => string;
  /** "12.3 MB" */
  bytes: (value: number) => string;
  /** "40 ms", "2.5 sec", "3 hr 5 min" */
  duration: (seconds: number) => string;
  /** A pace, without its unit. */
  pace: (perSecond: number) => string;
  percent: (value: number) => string;
  /** Of Unix milliseconds: the time of day, to the second. */
  time: (at: number) => string;
  clock: (at: number) => string;
  moment: (at: number | string) => string;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;
const longest = year; // what lies beyond says nothing but that it is far

export function figuresOf(locale: string): Figures {
  const unit = (name: string, value: number, digits: number) => {
    // "byte" has no short form that would be in the plural where it has to.
    const unitDisplay = name === 'byte' ? 'long' : 'short';
    return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: digits }).format(value);
  };

  const bytes = (value: number): string => {
    const step = value < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3));
    const scaled = value / 1000 ** step;
    return unit(units[step] ?? 'byte', scaled, step > 0 && scaled < 100 ? 1 : 0);
  };
  const two = (seconds: number, large: [string, number], small: [string, number]): string => {
    const whole = Math.floor(seconds / large[1]);
    const rest = Math.floor((seconds - whole * large[1]) / small[1]);
    return rest === 0 ? unit(large[0], whole, 0) : `${unit(large[0], whole, 0)} ${unit(small[0], rest, 0)}`;
  };
  const duration = (seconds: number): string => {
    if (seconds === 0) return unit('second', 0, 0);
    if (seconds < 1) return unit('millisecond', seconds * 1000, seconds < 0.01 ? 1 : 0);
    if (seconds < minute) return unit('second', seconds, seconds < 10 ? 1 : 0);
    if (seconds < hour) return two(seconds, ['minute', minute], ['second', 1]);
    if (seconds > longest) return `> ${unit('year', longest / year, 0)}`;
    return seconds < day ? two(seconds, ['hour', hour], ['minute', minute]) : two(seconds, ['day', day], ['hour', hour]);
  };
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const slow = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  return {
    number: (value) => whole.format(value),
    bytes,
    duration,
    pace: (value) => (value < 10 ? slow : whole).format(value),
    percent: (value) => percent.format(value / 100),
    time: (at) => time.format(at),
    clock: (at) => clock.format(at),
    moment: (at) => moment.format(new Date(at)),
  };
}
