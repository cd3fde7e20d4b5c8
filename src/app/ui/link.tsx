import type { ComponentChildren } from "preact";
import { address, go } from "../route/navigation.ts";
import { type Address, lasting, writeAddress } from "../route/route.ts";

interface Props {
  readonly to: Partial<Address>;
  readonly class?: string;
  readonly current?: boolean;
  readonly children: ComponentChildren;
}

/** A link within the page: what is in hand, changed. Opened elsewhere by whoever wants that. */
export function Link({ to, class: name, current, children }: Props) {
  return (
    <a
      href={writeAddress({ ...lasting(address.value), ...to })}
      class={name}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
