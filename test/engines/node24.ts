import { fileURLToPath } from "node:url";

/** Where npm run engines:install puts Node 24. */
export const NODE_24 = fileURLToPath(new URL("../../node_modules/.cache/node24", import.meta.url));
