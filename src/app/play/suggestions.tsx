import { words } from "../text/common.ts";

/** Something to try in Play: what it is called, and what to look for. */
export interface Suggestion {
  readonly name: string;
  readonly look: string;
}

/** Suggestions that set the prompt. */
export function Suggestions<T extends Suggestion>({
  tries,
  onTry,
}: {
  readonly tries: readonly T[];
  readonly onTry: (one: T) => void;
}) {
  return (
    <section class="claims">
      <h2>{words.play.tries}</h2>
      <p class="quiet">{words.play.triesLead}</p>
      <ul class="tries">
        {tries.map((one) => (
          <li key={one.name}>
            <button
              type="button"
              onClick={() => {
                onTry(one);
                document.querySelector(".play figure")?.scrollIntoView({ block: "nearest" });
              }}
            >
              {one.name}
            </button>
            <span class="quiet">{one.look}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
