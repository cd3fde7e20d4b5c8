import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const BARS = 120; // px that a phone's own bars take and give back

/** The height of a figure, in px: what its controls leave of the window's height, within bounds, so that both are visible together. */
export function useRestOfHeight(controls: number, [min, max]: readonly [number, number]): number {
  const height = useSignal(innerHeight);
  useEffect(() => {
    const read = () => {
      if (Math.abs(innerHeight - height.peek()) > BARS) height.value = innerHeight;
    };
    addEventListener("resize", read);
    return () => removeEventListener("resize", read);
  }, []);
  return Math.round(Math.min(max, Math.max(min, height.value - controls)));
}
