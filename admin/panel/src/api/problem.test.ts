import { expect, it } from 'vitest';
import { formErrors, inWords, RequestError } from './problem.ts';

const refused = { type: 'about:blank', title: 'Unprocessable', status: 422, detail: 'Two fields are wrong.', request_id: 'r1' };

it('puts what is wrong with a field where the form has the field', () => {
  const errors = formErrors({
    ...refused,
    errors: [
      { field: 'title', message: 'is empty' },
      { field: 'genres/1/id', message: 'is no genre' },
    ],
  });
  expect(errors).toEqual({
    root: { serverError: 'Two fields are wrong.' },
    title: 'is empty',
    genres: { 1: { id: 'is no genre' } },
  });
});

it('has no errors for a form where no field is at fault', () => {
  expect(formErrors(refused)).toBeUndefined();
  expect(new RequestError(refused).body).toEqual({});
});

it('says what to do beside what is wrong', () => {
  expect(inWords(new RequestError({ ...refused, hint: 'Fill them in.' }))).toBe('Two fields are wrong. Fill them in.');
});

it('is known as what it is', () => {
  expect(new RequestError(refused)).toBeInstanceOf(RequestError);
});
