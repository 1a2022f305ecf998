import { describe, expect, it } from 'vitest';
import { bothLists, compare, merged, type Three, undecided } from './merge.ts';
import { changedFields, isSame, linksChange } from './values.ts';

const fields = ['title', 'rating', 'description', 'genres', 'actors'];
const link = (id: string, name = id) => ({ id, name });
const film = { id: 'f', version: 3, title: 'Solaris', rating: 8, description: null, genres: [link('drama')], actors: [link('ann'), link('bob')] };
const three = (mine: object, theirs: object): Three => ({
  was: film,
  mine: { ...film, ...mine },
  theirs: { ...film, version: 4, ...theirs },
});
const by = (states: Three) => Object.fromEntries(compare(fields, states).map((change) => [change.field, change.by]));

describe('the comparison', () => {
  it('is empty where nothing has changed but the version', () => {
    expect(compare(fields, three({}, {}))).toEqual([]);
  });

  it('tells who changed a field', () => {
    const states = three({ title: 'Mine', rating: 9, description: 'Equal' }, { genres: [], rating: 7, description: 'Equal' });
    expect(by(states)).toEqual({ title: 'me', rating: 'contested', description: 'same', genres: 'them' });
  });

  it('sees no change in the order of genres, nor in the name of one', () => {
    const two = [link('drama'), link('war')];
    expect(by({ was: { genres: two }, mine: { genres: two.toReversed() }, theirs: { genres: [link('war'), link('drama', 'Tragedy')] } })).toEqual({});
  });

  it('sees a change in the order of people', () => {
    expect(by(three({ actors: [link('bob'), link('ann')] }, {}))).toEqual({ actors: 'me' });
  });

  it('sees no change between nothing and an empty field', () => {
    expect(by(three({ description: '' }, { description: undefined }))).toEqual({});
  });

  it('knows that a field was emptied', () => {
    expect(by(three({ rating: null }, { rating: 5 }))).toEqual({ rating: 'contested' });
    expect(by(three({ title: '' }, {}))).toEqual({ title: 'me' });
  });

  it('tells zero from nothing', () => {
    expect(isSame(0, null)).toBe(false);
    expect(isSame(0, 0)).toBe(true);
  });

  it('leaves out what is in no form', () => {
    expect(by(three({ file_path: '/a' }, { file_path: '/b' }))).toEqual({});
  });
});

describe('the merged record', () => {
  it('has what each side changed alone', () => {
    const record = merged(fields, three({ title: 'Mine' }, { rating: 7 }), {});
    expect(record).toMatchObject({ title: 'Mine', rating: 7, version: 4 });
  });

  it('has the choice where both changed a field', () => {
    const states = three({ title: 'Mine', rating: 9 }, { title: 'Theirs', rating: 7 });
    expect(merged(fields, states, { title: 'mine', rating: 'theirs' })).toMatchObject({ title: 'Mine', rating: 7 });
  });

  it('keeps what the server has where nobody chose', () => {
    expect(merged(fields, three({ title: 'Mine' }, { title: 'Theirs' }), {})).toMatchObject({ title: 'Theirs' });
  });

  it('has what is in no form as the server has it', () => {
    expect(merged(fields, three({ title: 'Mine' }, { created: 'later' }), {})).toMatchObject({ created: 'later' });
  });

  it('has an emptied field empty', () => {
    expect(merged(fields, three({ rating: null }, { title: 'Theirs' }), {})).toMatchObject({ rating: null, title: 'Theirs' });
  });

  it('does not look at a choice in a field that one side changed', () => {
    expect(merged(fields, three({ title: 'Mine' }, {}), { title: 'theirs' })).toMatchObject({ title: 'Mine' });
  });
});

describe('lists of genres and people', () => {
  it('keep what both sides added, without what either removed', () => {
    const states = three({ actors: [link('ann'), link('cid')] }, { actors: [link('bob'), link('dee')] });
    expect(by(states)).toEqual({ actors: 'contested' });
    expect(merged(fields, states, {}).actors).toEqual([link('dee'), link('cid')]);
  });

  it('have a person that both added once', () => {
    expect(bothLists([], [link('ann'), link('bob')], [link('bob', 'Bob B.'), link('cid')])).toEqual([link('bob', 'Bob B.'), link('cid'), link('ann')]);
  });

  it('are one side as a whole where that is chosen', () => {
    const states = three({ actors: [link('ann'), link('cid')] }, { actors: [link('ann', 'Ann A.'), link('dee')] });
    expect(merged(fields, states, { actors: 'mine' }).actors).toEqual([link('ann', 'Ann A.'), link('cid')]);
    expect(merged(fields, states, { actors: 'theirs' }).actors).toEqual([link('ann', 'Ann A.'), link('dee')]);
  });

  it('ask for no choice, other fields do', () => {
    const states = three({ title: 'Mine', actors: [link('cid')] }, { title: 'Theirs', actors: [link('dee')] });
    const changes = compare(fields, states);
    expect(undecided(changes, {})).toEqual(['title']);
    expect(undecided(changes, { title: 'mine' })).toEqual([]);
  });

  it('may have been empty, or not there at all', () => {
    expect(bothLists(undefined, [link('ann')], undefined)).toEqual([link('ann')]);
    expect(bothLists([link('ann')], [], [link('ann')])).toEqual([]);
  });

  it('are told by what came and what went', () => {
    expect(linksChange(film.actors, [link('bob'), link('cid')])).toEqual({ added: [link('cid')], removed: [link('ann')] });
  });
});

describe('the order of people', () => {
  const cast = (ids: string) => ids.split('').map((id) => link(id));
  const both = (was: string, mine: string, theirs: string) =>
    bothLists(cast(was), cast(mine), cast(theirs), true)
      .map(({ id }) => id)
      .join('');

  it('is mine where I moved somebody, with those whom they added behind their neighbours', () => {
    expect(both('abc', 'cab', 'axbc')).toBe('caxb');
    expect(both('abc', 'cab', 'xabc')).toBe('xcab');
  });

  it('is theirs where I moved nobody, with those whom I added', () => {
    expect(both('abc', 'abcd', 'cba')).toBe('cdba');
    expect(both('abc', 'xab', 'bac')).toBe('xba');
  });

  it('is mine where both moved somebody', () => {
    expect(both('abc', 'cab', 'bca')).toBe('cab');
  });

  it('is told where those who stay have another one', () => {
    const { order, ...rest } = linksChange(cast('abc'), cast('xcb'), true);
    expect(rest).toEqual({ added: cast('x'), removed: cast('a') });
    expect(order).toEqual({ before: cast('abc'), after: cast('xcb') });
    expect(linksChange(cast('abc'), cast('axc'), true)).toEqual({ added: cast('x'), removed: cast('b') });
    expect(linksChange(cast('ab'), cast('ba'))).toEqual({ added: [], removed: [] });
  });
});

describe('a second conflict, while the first one is being resolved', () => {
  it('keeps what was chosen, and asks only about what changed once more', () => {
    const first = three({ title: 'Mine', rating: 9 }, { title: 'Theirs', rating: 7 });
    const resolved = merged(fields, first, { title: 'mine', rating: 'theirs' });
    const theirs = { ...first.theirs, version: 5, rating: 6, description: 'New' };
    const second = { was: first.theirs, mine: resolved, theirs };
    expect(by(second)).toEqual({ title: 'me', rating: 'them', description: 'them' });
    expect(merged(fields, second, {})).toMatchObject({ version: 5, title: 'Mine', rating: 6, description: 'New' });
  });

  it('asks again about a field that was chosen and then changed by the others', () => {
    const first = three({ title: 'Mine' }, { title: 'Theirs' });
    const resolved = merged(fields, first, { title: 'mine' });
    const second = { was: first.theirs, mine: resolved, theirs: { ...first.theirs, version: 5, title: 'Theirs again' } };
    expect(undecided(compare(fields, second), {})).toEqual(['title']);
  });

  it('keeps the lists of all three', () => {
    const first = three({ actors: [...film.actors, link('cid')] }, { actors: [...film.actors, link('dee')] });
    const resolved = merged(fields, first, {});
    const second = { was: first.theirs, mine: resolved, theirs: { ...first.theirs, actors: [link('bob'), link('dee'), link('eve')] } };
    expect(merged(fields, second, {}).actors).toEqual([link('bob'), link('cid'), link('dee'), link('eve')]);
  });
});

it('names the fields that are not saved', () => {
  expect(changedFields(fields, film, { ...film, title: 'Other', actors: [link('bob'), link('ann')], genres: [] })).toEqual(['title', 'genres', 'actors']);
});
