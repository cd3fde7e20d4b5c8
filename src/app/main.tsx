import { render } from "preact";
import { App } from "./app.tsx";
import { address } from "./inHand.ts";
import { findKeptRun } from "./keptRun.ts";
import { findKeptSweep } from "./keptSweep.ts";
import "./style.css";
import "./wakeLock.ts";
import { openRecorded } from "./watchView.tsx";

if (address.value.view === "watch") openRecorded(); // before the page is drawn, so that its rows are on the way
const place = document.getElementById("app");
if (!place) throw new Error("missing the element #app of index.html");
render(<App />, place);
void findKeptRun();
void findKeptSweep();

// What was opened once opens again without a network. Where the browser has no service workers the page needs one, as ever.
if (import.meta.env.MODE === "production" && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(new URL("offline.js", document.baseURI)).catch((error: unknown) => {
    console.info(`not kept for offline use: ${error instanceof Error ? error.message : error}`);
  });
}
