import { type Signal, useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/** The inner width of an element, px, whatever becomes of it; 0 until it is in the page. */
export function useWidth(host: { readonly current: HTMLElement | null }): Signal<number> {
  const width = useSignal(0);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    width.value = Math.floor(element.clientWidth);
    const observer = new ResizeObserver(() => {
      width.value = Math.floor(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [width]);
  return width;
}
