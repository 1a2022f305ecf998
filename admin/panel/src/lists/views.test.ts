import { describe, expect, it } from 'vitest';
import { deletedView, listChoice, mostViews, presetView, renamedView, sameView, savedView, searchOf, type View, withChoice } from './views.ts';

const view: View = { name: 'Best', filter: { rating_gte: 8 }, sort: 'rating', order: 'DESC', columns: ['title', 'rating'] };
const none = { views: [] };

describe('saved views', () => {
  it('survive the way through the preferences', () => {
    const kept = withChoice({ theme: 'dark' }, 'films', presetView(savedView(none, view), 'Best'));
    expect(kept.theme).toBe('dark');
    expect(listChoice(JSON.parse(JSON.stringify(kept)) as typeof kept, 'films')).toEqual({ views: [view], preset: 'Best' });
    expect(listChoice(kept, 'genres').views).toEqual([]);
  });

  it('are left out where they are none', () => {
    const odd = { lists: { films: { views: [view, null, 7, { name: 'x' }, { ...view, columns: [1] }], preset: 'x', perPage: -1, columns: 'title' } } };
    expect(listChoice(odd, 'films')).toEqual({ views: [view] });
    expect(listChoice({ lists: 'none' }, 'films').views).toEqual([]);
  });

  it('take the place of the one with their name', () => {
    const other = { ...view, sort: 'title' };
    expect(savedView(savedView(none, view), other).views).toEqual([other]);
  });

  it('keep being the one a list opens with when they are renamed, and not when they are deleted', () => {
    const choice = presetView(savedView(none, view), 'Best');
    expect(renamedView(choice, 'Best', 'Top')).toEqual({ views: [{ ...view, name: 'Top' }], preset: 'Top' });
    expect(deletedView(choice, 'Best')).toEqual({ views: [] });
    expect(presetView(choice, 'Best').preset).toBeUndefined();
  });

  it('are not more than there is room for', () => {
    let choice = { views: [] as View[] };
    for (let at = 0; at <= mostViews; at += 1) choice = savedView(choice, { ...view, name: String(at) });
    expect(choice.views).toHaveLength(mostViews);
  });

  it('make an address that the list reads', () => {
    const search = new URLSearchParams(searchOf(view, 50));
    expect(JSON.parse(search.get('filter') ?? '')).toEqual({ rating_gte: 8 });
    expect([search.get('sort'), search.get('order'), search.get('perPage'), search.get('columns')]).toEqual(['rating', 'DESC', '50', 'title,rating']);
  });

  it('are recognised in what is shown', () => {
    expect(sameView(view, { ...view, filter: { rating_gte: '8' } })).toBe(true);
    expect(sameView({ ...view, filter: { type: ['a', 'b'], genre: [] } }, { ...view, filter: { type: ['b', 'a'] } })).toBe(true);
    expect(sameView(view, { ...view, columns: ['rating', 'title'] })).toBe(false);
  });
});
