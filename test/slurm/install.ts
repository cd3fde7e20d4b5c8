import { installDebian } from "../installDebian.ts";

// npm run slurm:install: Slurm from Debian's packages, for npm run test:slurm.

installDebian("slurm-wlm", "munge", "procps");
