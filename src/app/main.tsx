import { render } from "preact";
import { errorMessage } from "../text/errorMessage.ts";
import { App } from "./app.tsx";
import { registerServiceWorker } from "./panels/newVersion.tsx";
import { followAddress, route } from "./route/navigation.ts";
import { offerInterrupted } from "./store/offerInterrupted.ts";
import { confirmLeaving, createStores, StoresContext } from "./store/stores.ts";
import { keepScreenOn } from "./store/wakeLock.ts";
import "./style.css";
import { clearForm } from "./train/formState.ts";
import { followTheme } from "./ui/theme.ts";
import { shownPreset } from "./watch/watchView.tsx";

followAddress(clearForm);
followTheme();
const stores = createStores();
confirmLeaving(stores);
keepScreenOn(stores);
if (route.value.view === "watch") stores.recorded.open(shownPreset()); // before the page is drawn, so that its rows are on the way
const place = document.getElementById("app");
if (!place) throw new Error("missing the element #app of index.html");
render(
  <StoresContext.Provider value={stores}>
    <App />
  </StoresContext.Provider>,
  place,
);
void offerInterrupted(stores);

// A page that was opened once opens again without a network. It also works in browsers without service workers.
if (import.meta.env.MODE === "production" && "serviceWorker" in navigator) {
  registerServiceWorker().catch((error: unknown) => {
    console.info(`not available offline: ${errorMessage(error)}`);
  });
}
