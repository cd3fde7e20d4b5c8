import { spawnSync } from "node:child_process";

// npm run engines:install: Firefox and WebKitGTK from Debian's packages, for npm run test:engines.

const packages = ["firefox-esr", "webkit2gtk-driver", "xvfb"];
const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status;

run("apt-get", "update", "-qq");
if (run("apt-get", "install", "-qq", "-y", "--no-install-recommends", ...packages) !== 0) {
  console.error(`could not install ${packages.join(", ")}: they come from Debian's packages, as root`);
  process.exitCode = 1;
}
