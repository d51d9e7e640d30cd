/**
 * Asks the worker about the diagram a moment after each change. A question that is overtaken ends with its worker.
 */
import { useEffect, useState } from "preact/hooks";
import type { Soundness } from "./soundness.ts";

const untilAskedMs = 500;

interface Answered {
  readonly soundness: Soundness | null;
}

/** What was found last: of this text, or of the one before while this one is still looked at. Null before the first. */
export function useSoundness(xml: string, zone: string): Soundness | null {
  const [answered, setAnswered] = useState<Answered | null>(null);
  useEffect(() => {
    if (xml === "") return;
    let worker: Worker | null = null;
    const asked = setTimeout(() => {
      worker = new Worker(new URL("./soundness-worker.ts", import.meta.url), { type: "module" });
      worker.addEventListener("message", (event: MessageEvent<Answered>) => {
        setAnswered(event.data);
        worker?.terminate();
      });
      worker.postMessage({ xml, zone });
    }, untilAskedMs);
    return () => {
      clearTimeout(asked);
      worker?.terminate();
    };
  }, [xml, zone]);
  return answered?.soundness ?? null;
}
