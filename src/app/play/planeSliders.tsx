import { X_RANGE, Y_RANGE } from "../route/linePrompt.ts";
import type { PlaneExemplar } from "../route/planePrompt.ts";
import { nearest } from "../store/playState.ts";
import { words } from "../text/common.ts";
import { Slider } from "../ui/slider.tsx";
import { lookAt, planeQuery, selectedExemplar } from "./planeSelection.ts";

interface Props {
  readonly plane: readonly PlaneExemplar[];
  readonly onChange: (plane: readonly PlaneExemplar[]) => void;
}

/** Sets the y of the exemplar that is selected. */
export function HeightSlider({ plane, onChange }: Props) {
  const k = selectedExemplar.value;
  const one = k === undefined ? undefined : plane[k];
  if (k === undefined || !one) return null;
  return (
    <Slider
      label={words.play.plane.height(k + 1)}
      values={Y_RANGE}
      value={nearest(one.y, Y_RANGE)}
      text={words.play.weight(one.y)}
      onChange={(y) => onChange(plane.map((each) => (each === one ? { ...each, y } : each)))}
    />
  );
}

/** Set the query, of which the heads' reading is shown. */
export function QuerySliders() {
  const query = planeQuery.value;
  return (
    <>
      {(["x", "y"] as const).map((axis) => (
        <Slider
          key={axis}
          label={words.play.plane.tracedQuery[axis]}
          values={X_RANGE}
          value={nearest(query[axis], X_RANGE)}
          text={words.play.weight(query[axis])}
          onChange={(to) => lookAt({ ...planeQuery.value, [axis]: to })}
        />
      ))}
    </>
  );
}
