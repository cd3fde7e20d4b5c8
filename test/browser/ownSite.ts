import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** A server of the built page whose files a test can change and let fail. */
export interface OwnSite {
  readonly url: string; // with a path before the page and a slash at its end
  readonly changed: Map<string, string>; // content instead of that of the folder, by path
  readonly failing: Set<string>; // paths answered with 503
  readonly asked: string[]; // every path asked for
  /** Changes files, and the list of files in the service worker with them: a new version of the site. */
  deploy(files: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

const WORKER = "offline.js";

/** Serves a folder, with `no-cache` as GitHub Pages and its like do for what can change. */
export async function serveOwnSite(folder: string): Promise<OwnSite> {
  const changed = new Map<string, string>();
  const failing = new Set<string>();
  const asked: string[] = [];
  const contentOf = (path: string) => changed.get(path) ?? readIfFile(join(folder, path));
  const server = createServer((request, response) => {
    const path = decodeURI(new URL(request.url ?? "", "http://localhost").pathname).replace("/lab/", "");
    const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
    asked.push(file);
    const content = failing.has(file) ? undefined : contentOf(file);
    const status = failing.has(file) ? 503 : content === undefined ? 404 : 200;
    response.writeHead(status, { "content-type": types[extname(file)] ?? "text/plain", "cache-control": "no-cache" });
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/lab/`,
    changed,
    failing,
    asked,
    deploy(files) {
      let worker = String(contentOf(WORKER));
      for (const [path, content] of Object.entries(files)) {
        changed.set(path, content);
        worker = withHashOf(worker, path, content);
      }
      changed.set(WORKER, worker);
    },
    close: () => closed(server),
  };
}

const readIfFile = (path: string) =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined;

/** The service worker with the hash of a file's new content in its list. */
function withHashOf(worker: string, path: string, content: string): string {
  const hash = createHash("sha256").update(content).digest();
  const before = new RegExp(`\\{"url":"${path.replaceAll(".", "\\.")}",[^}]*\\}`);
  if (!before.test(worker)) throw new Error(`missing ${path} in the list of ${WORKER}`);
  const entry = {
    url: path,
    revision: hash.toString("hex").slice(0, 16),
    integrity: `sha256-${hash.toString("base64")}`,
  };
  return worker.replace(before, JSON.stringify(entry));
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
