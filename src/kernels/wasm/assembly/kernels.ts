export { attention, attentionGradient, attentionGradientScratch, attentionScratch, padded } from "./attention";
export { add, addPositions, addPositionsGradient, squaredError, squaredErrorGradient } from "./elementwise";
export { layerNorm, layerNormGradient } from "./layerNorm";
export { linear, linearGradient, linearGradientScratch, linearScratch } from "./linear";
export { orthogonalize, orthogonalizeScratch } from "./orthogonalize";
export { useTilesOfFour } from "./product";
export { readAt, readAtGradient } from "./readAt";
