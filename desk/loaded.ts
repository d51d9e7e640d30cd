/**
 * Loads what a screen shows and keeps what was there while it looks again. The skeleton waits 400 ms, so that
 * a quick answer never flickers.
 */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Failure, language, type Result } from "../ui/index.ts";

export interface Loaded<T> {
  readonly value: T | null;
  readonly failure: Failure | null;
  /** True once loading has taken long enough to say so. */
  readonly slow: boolean;
  /** Looks again; what is shown stays until the answer comes. */
  readonly refresh: () => Promise<void>;
  readonly set: (value: T) => void;
}

/** `key` names what is loaded: when it changes the old value goes. */
export function useLoaded<T>(key: string, load: (signal: AbortSignal) => Promise<Result<T>>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value: T | null; failure: Failure | null }>({
    key,
    value: null,
    failure: null,
  });
  const [slow, setSlow] = useState(false);
  const latest = useRef(load);
  latest.current = load;
  const under = useRef<AbortController | null>(null);

  const refresh = useCallback(async () => {
    under.current?.abort();
    const mine = new AbortController();
    under.current = mine;
    const answer = await latest.current(mine.signal);
    if (mine.signal.aborted) return;
    setState((before) =>
      answer.ok
        ? { key, value: answer.value, failure: null }
        : { key, value: before.key === key ? before.value : null, failure: answer.failure },
    );
  }, [key]);

  // What the server says in words, it says in the reader's language.
  const spoken = language.value;
  useEffect(() => {
    setState((before) => (before.key === key ? before : { key, value: null, failure: null }));
    setSlow(false);
    const patience = setTimeout(() => setSlow(true), 400);
    void refresh();
    return () => {
      clearTimeout(patience);
      under.current?.abort();
    };
  }, [key, refresh, spoken]);

  const set = useCallback((value: T) => setState({ key, value, failure: null }), [key]);
  const current = state.key === key;
  return {
    value: current ? state.value : null,
    failure: current ? state.failure : null,
    slow,
    refresh,
    set,
  };
}
