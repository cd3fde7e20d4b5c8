import { installDebian } from "../installDebian.ts";

// npm run slurm:install: Slurm and PyTorch from Debian's packages, for npm run test:slurm.

installDebian("slurm-wlm", "munge", "procps", "python3-torch", "python3-numpy");
