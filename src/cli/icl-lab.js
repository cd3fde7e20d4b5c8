#!/usr/bin/env node
import { register } from "tsx/esm/api";

// What npm installs as `icl-lab`: the sources are TypeScript, and Node reads none inside node_modules.
register();
await import("./main.ts");
