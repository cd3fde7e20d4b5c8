import { installDebian } from "../installDebian.ts";

// npm run engines:install: Firefox and WebKitGTK from Debian's packages, for npm run test:engines.

installDebian("firefox-esr", "webkit2gtk-driver", "xvfb");
