/** Starts the analyst's app: preferences and session first, then the first screen. */
import { render } from "preact";
import { applyPreferences, loadSession } from "../ui/index.ts";
import { App } from "./app.tsx";
import "./styles.ts";

const root = document.getElementById("aplikasi");
if (root !== null) {
  await applyPreferences();
  const failure = await loadSession();
  render(<App failure={failure} />, root);
}
