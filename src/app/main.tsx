import { render } from "preact";
import { App } from "./app.tsx";
import { address } from "./inHand.ts";
import "./style.css";
import { openRecorded } from "./watchView.tsx";

if (address.value.view === "watch") openRecorded(); // before the page is drawn, so that its rows are on the way
const place = document.getElementById("app");
if (!place) throw new Error("missing the element #app of index.html");
render(<App />, place);
