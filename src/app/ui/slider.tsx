interface Props {
  readonly label: string;
  readonly values: readonly number[];
  readonly value: number;
  readonly text?: string;
  readonly onChange: (value: number) => void;
}

/** A slider over a list of values. */
export function Slider({ label, values, value, text = String(value), onChange }: Props) {
  return (
    <label class="sliding">
      <span>{label}</span>
      <input
        type="range"
        min={0}
        max={values.length - 1}
        value={values.indexOf(value)}
        aria-valuetext={text}
        onInput={(event) => onChange(values[Number(event.currentTarget.value)] as number)}
      />
      <span aria-hidden="true">{text}</span>
    </label>
  );
}
