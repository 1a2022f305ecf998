import { expect, it } from 'vitest';
import { statusWith } from './status.fixture.ts';
import { extent, Track } from './track.ts';

it('keeps a point of each number, and a gap where nothing is known', () => {
  const track = new Track();
  track.add(1000, statusWith({ lag_seconds: 2 }));
  track.add(2000, undefined);
  track.add(3000, statusWith({ lag_seconds: 4 }));
  expect(track.course('lag_seconds', 0)).toEqual({ times: [1, 2, 3], values: [2, null, 4] });
  expect(track.course('documents', 0).values).toEqual([3, null, 3]);
  expect(track.course('retained_bytes', 0).values).toEqual([500, null, 500]);
});

it('tells the course from a moment on', () => {
  const track = new Track();
  for (let second = 0; second < 10; second += 1) track.add(second * 1000, statusWith({ lag_bytes: second }));
  expect(track.course('lag_bytes', 7)).toEqual({ times: [7, 8, 9], values: [7, 8, 9] });
  expect(track.course('lag_bytes', 10)).toEqual({ times: [], values: [] });
});

it('forgets what is older than two hours', () => {
  const track = new Track();
  for (let second = 0; second < 7300; second += 1) track.add(second * 1000, undefined);
  expect(track.course('lag_bytes', 0).times[0]).toBe(100);
});

it('has the extent of what is known', () => {
  expect(extent({ times: [1, 2, 3], values: [1, null, 3] })).toEqual({ least: 1, most: 3, mean: 2 });
  expect(extent({ times: [1], values: [null] })).toBeUndefined();
});
