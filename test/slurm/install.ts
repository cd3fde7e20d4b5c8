import { spawnSync } from "node:child_process";

// npm run slurm:install: Slurm from Debian's packages, for npm run test:slurm.

const packages = ["slurm-wlm", "munge", "procps"];
const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status;

run("apt-get", "update", "-qq");
if (run("apt-get", "install", "-qq", "-y", "--no-install-recommends", ...packages) !== 0) {
  console.error(`could not install ${packages.join(", ")}: they come from Debian's packages, as root`);
  process.exitCode = 1;
}
