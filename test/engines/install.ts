import { execFileSync } from "node:child_process";
import { installDebian } from "../installDebian.ts";
import { NODE_24 } from "./node24.ts";

// npm run engines:install: Firefox and WebKitGTK from Debian's packages, and Node 24 from npm, for npm run test:engines.

execFileSync("npm", ["install", "--prefix", NODE_24, "--no-save", "--no-package-lock", "--silent", "node@24.21.0"], {
  stdio: "inherit",
});
installDebian("firefox-esr", "webkit2gtk-driver", "xvfb");
