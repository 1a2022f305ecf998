import { type KeyboardEvent, type MouseEvent, type PointerEvent, type RefObject, useRef, useState } from 'react';
import { gapAt, placeOf } from './order.ts';

/** How far a pointer goes before a press is a drag, in pixels. */
const threshold = 5;

export interface Drag {
  /** What is dragged, and the gap that it would be dropped into; 0 is before the first. */
  drop: { from: number; gap: number } | undefined;
  /** For the handle of the element at `from`. */
  handle: (from: number) => object;
}

/** Dragging the children of `list` by their handles, with mouse, pen or finger; Escape lets go without a move. */
export function useDrag(list: RefObject<HTMLElement | null>, move: (from: number, to: number) => void): Drag {
  const [drop, setDrop] = useState<Drag['drop']>();
  const pressed = useRef<{ x: number; y: number } | undefined>(undefined);
  const dragged = useRef(false);
  const aim = useRef<Drag['drop']>(undefined); // what is shown follows it a moment later: who lets go at once means this
  const show = (at: Drag['drop']) => {
    aim.current = at;
    setDrop(at);
  };

  const letGo = () => {
    pressed.current = undefined;
    show(undefined);
  };
  const handle = (from: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pressed.current = { x: event.clientX, y: event.clientY };
      dragged.current = false;
    },
    onPointerMove: ({ clientX: x, clientY: y }: PointerEvent) => {
      const began = pressed.current;
      if (began === undefined || (!dragged.current && Math.hypot(x - began.x, y - began.y) < threshold)) return;
      dragged.current = true;
      const boxes = Array.from(list.current?.children ?? [], (child) => child.getBoundingClientRect());
      show({ from, gap: gapAt(boxes, x, y) });
    },
    onPointerUp: () => {
      const place = aim.current === undefined ? from : placeOf(from, aim.current.gap);
      if (place !== from) move(from, place);
      letGo();
    },
    onPointerCancel: letGo,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape' && pressed.current !== undefined) letGo();
    },
    // What ends a drag is no click.
    onClickCapture: (event: MouseEvent) => {
      if (dragged.current) event.stopPropagation();
      dragged.current = false;
    },
  });
  return { drop, handle };
}
