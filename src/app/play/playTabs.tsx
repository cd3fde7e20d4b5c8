import type { ComponentChildren } from "preact";
import type { AnsweredQuery, PromptModel } from "../store/promptModel.ts";
import { words } from "../text/common.ts";
import { isHidden, LessonPart } from "../ui/lessonPart.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { AttentionMap } from "./attentionMap.tsx";
import { Downloads } from "./downloads.tsx";
import { playTab, playTabs } from "./openedTable.ts";
import { ShrinkageFigure } from "./shrinkageFigure.tsx";

interface Props {
  readonly model: PromptModel;
  readonly shown: AnsweredQuery | undefined;
  readonly table: ComponentChildren; // a user's own numbers
  readonly query: ComponentChildren; // what sets the query whose attention is shown
}

/** Beneath a prompt: what each learner holds back, a user's own numbers, what the query reads, files. */
export function PlayTabs({ model, shown, table, query }: Props) {
  const parts: Readonly<Record<(typeof playTabs)[number], ComponentChildren>> = {
    shrinkage: shown && <ShrinkageFigure answered={shown} preset={model.preset} />,
    table,
    reads: shown && <AttentionMap reads={shown.answers.reads}>{query}</AttentionMap>,
    files: shown && <Downloads model={model} shown={shown} />,
  };
  const part = (id: keyof typeof parts) => (id === "files" ? "answers" : id); // as a lesson names it
  const tabs = playTabs
    .filter((id) => !isHidden(part(id)))
    .map((id) => ({
      id,
      name: words.play.tabs[id],
      show: () => <LessonPart name={part(id)}>{parts[id]}</LessonPart>,
    }));
  if (tabs.length === 0) return null;
  return (
    <section class="below">
      <Tabs label={words.play.below} tabs={tabs} selected={playTab} keep />
    </section>
  );
}
