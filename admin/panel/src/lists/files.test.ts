import { expect, it } from 'vitest';
import { joinedCsv } from './files.ts';

it('joins pages of a CSV file under one head', () => {
  expect(joinedCsv(['id,title\n1,"a\nb"\n', 'id,title\n2,c\n'])).toBe('id,title\n1,"a\nb"\n2,c\n');
});
