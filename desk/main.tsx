/** Starts the officials' app: preferences, who is signed in, then the first screen. */
import { render } from "preact";
import { applyPreferences, loadSession } from "../ui/index.ts";
import { App } from "./app.tsx";
import "./desk.css";
import "./pages.css";

const root = document.getElementById("poros");
if (root !== null) {
  await applyPreferences();
  const failure = await loadSession();
  render(<App failure={failure} />, root);
}
