import { spawnSync } from "node:child_process";

const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status;

/** Installs Debian's packages, as root; says so, and ends with exit code 1, where it cannot. */
export function installDebian(...packages: string[]): void {
  run("apt-get", "update", "-qq");
  if (run("apt-get", "install", "-qq", "-y", "--no-install-recommends", ...packages) === 0) return;
  console.error(`could not install ${packages.join(", ")}: they come from Debian's packages, as root`);
  process.exitCode = 1;
}
