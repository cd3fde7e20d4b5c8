import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { DrivenBrowser } from "./drivenBrowser.ts";

const DRIVER = "/usr/bin/WebKitWebDriver";
const BROWSERS = ["x86_64", "aarch64"].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`);
const PORT = 4455;

/**
 * Starts WebKitGTK's own small browser on a display that nobody sees, driven over plain WebDriver. Debian:
 * webkit2gtk-driver and xvfb. Throws one sentence if a part is missing.
 */
export async function startWebKit(): Promise<DrivenBrowser> {
  const binary = BROWSERS.find(existsSync);
  if (!existsSync(DRIVER) || !binary || !existsSync("/usr/bin/Xvfb")) {
    throw new Error(
      "missing WebKit: expected Debian's packages webkit2gtk-driver and xvfb, run npm run engines:install",
    );
  }
  const display = ":97";
  const env = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", NO_AT_BRIDGE: "1" };
  const children: ChildProcess[] = [
    spawn("/usr/bin/Xvfb", [display, "-screen", "0", "1280x900x24"], { stdio: "ignore" }),
    spawn(DRIVER, [`--port=${PORT}`], { env, stdio: "ignore" }),
  ];
  const stop = () => {
    for (const child of children) child.kill();
  };
  try {
    const options = { binary, args: ["--automation"] };
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
    const { sessionId } = (await patiently(() => send("POST", "session", { capabilities }))) as { sessionId: string };
    const at = (path: string) => `session/${sessionId}/${path}`;
    return {
      open: async (url) => void (await send("POST", at("url"), { url })),
      evaluate: (script) => send("POST", at("execute/sync"), { script: `return ${script}`, args: [] }),
      async close() {
        await send("DELETE", `session/${sessionId}`).catch(() => {});
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

async function send(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${PORT}/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) throw new Error(`WebKit: ${JSON.stringify(value)}`);
  return value;
}

/** The driver needs a moment before it listens. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
