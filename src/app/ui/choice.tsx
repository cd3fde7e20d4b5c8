/** One of several values, by their names. */
export function Choice<Key extends string>({
  label,
  names,
  of,
}: {
  readonly label: string;
  readonly names: Readonly<Record<Key, string>>;
  readonly of: { value: Key };
}) {
  return (
    <label>
      {label}{" "}
      <select
        value={of.value}
        onChange={(event) => {
          of.value = event.currentTarget.value as Key;
        }}
      >
        {(Object.keys(names) as Key[]).map((key) => (
          <option key={key} value={key}>
            {names[key]}
          </option>
        ))}
      </select>
    </label>
  );
}
