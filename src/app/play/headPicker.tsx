import type { Reads } from "../../inspect/askPrompt.ts";
import { words } from "../text/common.ts";
import { chooseHead, chosenHead, pointAt, readingHead, sharesOf } from "./attentionMap.tsx";

/** The heads, right under the exemplars: one that is pointed at, or chosen, is shown on them. */
export function HeadsRow({ reads }: { readonly reads: Reads }) {
  const names = reads.heads.map(([layer, head]) => words.play.head(layer, head));
  const shown = readingHead.value;
  return (
    <div class="heads">
      <span class="quiet">{words.play.headsLead}</span>
      {names.map((name, head) => (
        <button
          type="button"
          key={name}
          aria-label={words.play.showHead(name)}
          aria-pressed={chosenHead.value === head}
          onPointerEnter={() => pointAt(head)}
          onPointerLeave={() => pointAt(undefined)}
          onClick={() => chooseHead(chosenHead.value === head ? undefined : head)}
        >
          {name}
        </button>
      ))}
      <p class="hidden" role="status">
        {shown !== undefined && names[shown] ? words.play.share(names[shown], sharesOf(reads, shown)) : ""}
      </p>
    </div>
  );
}
