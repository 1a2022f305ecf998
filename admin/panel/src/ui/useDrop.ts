import { type DragEvent, useState } from 'react';

/** A place that files are dropped on: whether one is above it, and what it listens to. While it takes none it still keeps the browser from opening a file in place of the page. */
export function useDrop(onFile: (file: File) => void, takes = true) {
  const [over, setOver] = useState(false);
  const hover = (event: DragEvent, is: boolean) => {
    event.preventDefault();
    setOver(is && takes);
  };
  return {
    over,
    listeners: {
      onDragOver: (event: DragEvent) => {
        hover(event, true);
      },
      onDragLeave: (event: DragEvent) => {
        hover(event, false);
      },
      onDrop: (event: DragEvent) => {
        hover(event, false);
        const file = event.dataTransfer.files[0];
        if (takes && file !== undefined) onFile(file);
      },
    },
  };
}
