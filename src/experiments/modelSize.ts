/** The size of a transformer, where experiments compare sizes. */
export interface ModelSize {
  readonly layers: number;
  readonly hiddenSize: number;
  readonly heads: number;
}

/** "L4 H32". */
export const sizeName = ({ layers, hiddenSize }: Pick<ModelSize, "layers" | "hiddenSize">): string =>
  `L${layers} H${hiddenSize}`;
