/** Checks soundness beside the page, so that drawing goes on meanwhile: one question, one answer. */
import { soundnessOf } from "./soundness.ts";

addEventListener("message", (event: MessageEvent<{ readonly xml: string; readonly zone: string }>) => {
  const { xml, zone } = event.data;
  soundnessOf(xml, zone).then(
    (soundness) => postMessage({ soundness }),
    (error: unknown) => {
      postMessage({ soundness: null });
      throw error;
    },
  );
});
