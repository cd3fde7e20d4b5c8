import { words } from "../text/common.ts";

interface Props<Exemplar> {
  readonly exemplars: readonly Exemplar[];
  readonly maxExemplars: number; // exemplars there may be
  readonly locked: boolean;
  readonly onAdd: () => void;
  readonly onChange: (exemplars: readonly Exemplar[]) => void;
  readonly onBack: () => void; // to what Play opens on
}

/** One exemplar more, one less, none, or those of the beginning. */
export function ExemplarButtons<Exemplar>({
  exemplars,
  maxExemplars: max,
  locked,
  onAdd,
  onChange,
  onBack,
}: Props<Exemplar>) {
  return (
    <fieldset class="buttons" disabled={locked}>
      <button type="button" disabled={exemplars.length >= max} onClick={onAdd}>
        {words.play.add}
      </button>
      <button type="button" disabled={exemplars.length === 0} onClick={() => onChange(exemplars.slice(0, -1))}>
        {words.play.remove}
      </button>
      <button type="button" disabled={exemplars.length === 0} onClick={() => onChange([])}>
        {words.play.clear}
      </button>
      <button type="button" onClick={onBack}>
        {words.play.back}
      </button>
    </fieldset>
  );
}
