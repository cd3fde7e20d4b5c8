import { installDebian } from "../installDebian.ts";

// npm run torch:install: PyTorch with OpenBLAS, and pyflakes, from Debian's packages, for npm run test:torch.

installDebian("python3-torch", "libopenblas0-pthread", "python3-numpy", "pyflakes3");
