import { expect, it, vi } from 'vitest';
import { SessionEnd } from './SessionEnd.ts';

const leave = vi.fn();

it('leads to the sign-in page where nothing would be lost', () => {
  const end = new SessionEnd(leave);
  end.watch(() => false);
  end.over();
  expect(leave).toHaveBeenCalledOnce();
  expect(end.isTold()).toBe(false);
});

it('stays with what is not saved, and tells once, and again when a save is refused', () => {
  const end = new SessionEnd(leave);
  const heard = vi.fn();
  end.subscribe(heard);
  end.watch(() => true);
  end.over();
  expect(end.isTold()).toBe(true);
  end.close();
  end.over();
  expect(end.isTold()).toBe(false);
  end.tell();
  expect(end.isTold()).toBe(true);
  expect(heard).toHaveBeenCalledTimes(3);
  end.begun();
  expect(end.isTold()).toBe(false);
  end.over();
  expect(end.isTold()).toBe(true);
  expect(leave).not.toHaveBeenCalled();
});

it('leaves once the form is gone', () => {
  const end = new SessionEnd(leave);
  const gone = end.watch(() => true);
  end.over();
  gone();
  end.over();
  expect(leave).toHaveBeenCalledOnce();
});
