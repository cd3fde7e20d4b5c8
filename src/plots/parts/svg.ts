const NAMESPACE = "http://www.w3.org/2000/svg";

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An SVG element with attributes (undefined ones are left out) and children; numbers are cut to hundredths of a pixel. */
export function svg(
  document: Document,
  name: string,
  attributes: Attributes,
  children: readonly (Element | string)[] = [],
): SVGElement {
  const element = document.createElementNS(NAMESPACE, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    element.setAttribute(key, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
  }
  for (const child of children) element.append(child);
  return element;
}
