import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

interface Tab<Id extends string> {
  readonly id: Id;
  readonly name: string;
  readonly show: () => ComponentChildren;
}

interface Props<Id extends string> {
  readonly label: string; // of the list of tabs
  readonly tabs: readonly Tab<Id>[];
  readonly selected?: Signal<Id>; // default a choice of its own, at first the first tab
  readonly keep?: boolean; // whether parts that are not shown stay in the page, hidden
}

/** Several parts in one place, one of them shown; arrow keys, Home and End select another (WAI-ARIA, tabs pattern). */
export function Tabs<Id extends string>({ label, tabs, selected, keep = false }: Props<Id>) {
  const own = useSignal<Id>((tabs[0] as Tab<Id>).id);
  const choice = selected ?? own;
  const name = useId();
  const list = useRef<HTMLDivElement>(null);
  const found = tabs.findIndex(({ id }) => id === choice.value);
  const at = Math.max(0, found);
  const select = (k: number) => {
    choice.value = (tabs[k] as Tab<Id>).id;
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[k]?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const last = tabs.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    select(to);
  };
  return (
    <div class="tabs">
      <div role="tablist" aria-label={label} ref={list} onKeyDown={onKey}>
        {tabs.map((tab, k) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${name}-${tab.id}`}
            aria-selected={k === at}
            aria-controls={keep || k === at ? `${name}-${tab.id}-panel` : undefined}
            tabIndex={k === at ? 0 : -1}
            onClick={() => select(k)}
          >
            {tab.name}
          </button>
        ))}
      </div>
      {tabs
        .filter((_, k) => keep || k === at)
        .map(({ id, show }) => (
          <div
            key={id}
            role="tabpanel"
            id={`${name}-${id}-panel`}
            aria-labelledby={`${name}-${id}`}
            hidden={id !== tabs[at]?.id}
          >
            {show()}
          </div>
        ))}
    </div>
  );
}
