import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

/** Less used buttons behind one. It closes at Escape, and when the focus goes elsewhere. */
export function Menu({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  const host = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (host.current) host.current.open = false;
  };
  return (
    <details
      class="menu"
      ref={host}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !host.current?.open) return;
        close();
        host.current.querySelector("summary")?.focus();
      }}
      onFocusOut={(event) => {
        const to = event.relatedTarget;
        if (to instanceof Node && !host.current?.contains(to)) close();
      }}
    >
      <summary>{label}</summary>
      <div class="items">{children}</div>
    </details>
  );
}
