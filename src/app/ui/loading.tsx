/** Says that something is still awaited. */
export function Loading({ text }: { readonly text: string }) {
  return (
    <p role="status" class="waiting">
      {text}
    </p>
  );
}
