import { render } from "preact";
import { App } from "./app.tsx";
import { registerServiceWorker } from "./panels/newVersion.tsx";
import { route } from "./route/navigation.ts";
import { offerInterrupted } from "./store/offerInterrupted.ts";
import "./style.css";
import "./store/wakeLock.ts";
import { openRecorded } from "./watch/watchView.tsx";

if (route.value.view === "watch") openRecorded(); // before the page is drawn, so that its rows are on the way
const place = document.getElementById("app");
if (!place) throw new Error("missing the element #app of index.html");
render(<App />, place);
void offerInterrupted();

// A page that was opened once opens again without a network. It also works in browsers without service workers.
if (import.meta.env.MODE === "production" && "serviceWorker" in navigator) {
  registerServiceWorker().catch((error: unknown) => {
    console.info(`not available offline: ${error instanceof Error ? error.message : error}`);
  });
}
