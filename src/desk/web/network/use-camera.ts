import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { type Camera, HOME, type Size, zoomRound } from './canvas-fit.ts';

interface CameraControls {
  readonly camera: Camera;
  readonly zoomBy: (factor: number) => void;
  readonly home: () => void;
  /** Whether the pointer was dragged since it went down: then letting go chooses nothing. */
  readonly dragged: () => boolean;
  readonly drag: {
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
  };
}

const WHEEL_STEP = 1.12;
const DRAG_FROM_PX = 4;

/** Pan by dragging, zoom by wheel or button. */
export function useCamera(canvas: RefObject<HTMLElement | null>, size: Size): CameraControls {
  const [camera, setCamera] = useState(HOME);
  const grip = useRef({ x: 0, y: 0, moved: false });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      setCamera((now) => zoomRound(now, size, at, event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP));
    };
    // React's wheel listeners are passive; this one keeps the page from scrolling.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [canvas, size]);
  return {
    camera,
    zoomBy: (factor) =>
      setCamera((now) => zoomRound(now, size, { x: size.width / 2, y: size.height / 2 }, factor)),
    home: () => setCamera(HOME),
    dragged: () => grip.current.moved,
    drag: {
      onPointerDown: (event) => {
        grip.current = { x: event.clientX, y: event.clientY, moved: false };
      },
      onPointerMove: (event) => {
        if (event.buttons !== 1) return;
        const dx = event.clientX - grip.current.x;
        const dy = event.clientY - grip.current.y;
        if (!grip.current.moved && Math.hypot(dx, dy) < DRAG_FROM_PX) return;
        grip.current = { x: event.clientX, y: event.clientY, moved: true };
        setCamera((now) => ({ ...now, panX: now.panX + dx, panY: now.panY + dy }));
      },
    },
  };
}
