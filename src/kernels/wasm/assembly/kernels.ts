export { attention, attentionGradient, attentionGradientScratch, attentionScratch, attentionWeightBytes } from "./attention";
export { layerNorm, layerNormGradient } from "./layerNorm";
export { linear, linearGradient, linearGradientScratch, linearScratch } from "./linear";
export { orthogonalize, orthogonalizeScratch } from "./orthogonalize";
export { readAt, readAtGradient } from "./readAt";
