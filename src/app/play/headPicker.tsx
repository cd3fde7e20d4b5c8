import type { Attention } from "../../inspect/askPrompt.ts";
import { words } from "../text/common.ts";
import { attentionShares, hoverHead, selectedHead, selectHead, shownHead } from "./attentionMap.tsx";

/** The heads, right under the exemplars: one that is pointed at, or chosen, is shown on them. */
export function HeadPicker({ reads }: { readonly reads: Attention }) {
  const names = reads.heads.map(([layer, head]) => words.play.head(layer, head));
  const shown = shownHead.value;
  return (
    <div class="heads">
      <span class="quiet">{words.play.headsLead}</span>
      {names.map((name, head) => (
        <button
          type="button"
          key={name}
          aria-label={words.play.showHead(name)}
          aria-pressed={selectedHead.value === head}
          onPointerEnter={() => hoverHead(head)}
          onPointerLeave={() => hoverHead(undefined)}
          onClick={() => selectHead(selectedHead.value === head ? undefined : head)}
        >
          {name}
        </button>
      ))}
      <p class="hidden" role="status">
        {shown !== undefined && names[shown] ? words.play.share(names[shown], attentionShares(reads, shown)) : ""}
      </p>
    </div>
  );
}
