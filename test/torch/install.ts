import { installDebian } from "../installDebian.ts";

// npm run torch:install: PyTorch and pyflakes from Debian's packages, for npm run test:torch.

installDebian("python3-torch", "python3-numpy", "pyflakes3");
