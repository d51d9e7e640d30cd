/**
 * One pump: claims what is due in batches and does it, again and again until nothing is due, then sleeps until it is
 * woken or its time comes. What it claimed is leased; a pump that dies leaves nothing that another cannot take up.
 */
export interface Pump {
  start(): void;
  /** Looks now, not only at the next beat. */
  wake(): void;
  /** Does all that is due and resolves; for tests and for the end of a start. Throws what the work threw. */
  drain(): Promise<number>;
  /** Claims nothing new; resolves when what has begun is done, or `withinMs` have passed. */
  stop(withinMs: number): Promise<void>;
}

export interface PumpWork {
  readonly name: string;
  /** Claims a batch and does it; gives how many it claimed. */
  readonly round: () => Promise<number>;
  readonly everyMs: number;
  readonly onError: (pump: string, error: unknown) => void;
}

export function createPump({ name, round, everyMs, onError }: PumpWork): Pump {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let wanted = false;
  let stopped = true;

  async function rounds(): Promise<number> {
    let done = 0;
    while (true) {
      const claimed = await round();
      done += claimed;
      if (claimed === 0 || stopped) return done;
    }
  }

  async function beat(): Promise<void> {
    do {
      wanted = false;
      try {
        await rounds();
      } catch (error) {
        // A database that is away, for instance: the next beat tries again.
        onError(name, error);
      }
    } while (wanted && !stopped);
  }

  function wake(): void {
    if (stopped) return;
    wanted = true;
    running ??= beat().finally(() => {
      running = null;
    });
  }

  return {
    start() {
      if (!stopped) return;
      stopped = false;
      timer = setInterval(wake, everyMs);
      timer.unref();
      wake();
    },
    wake,
    async drain() {
      let done = 0;
      while (true) {
        const claimed = await round();
        if (claimed === 0) return done;
        done += claimed;
      }
    },
    async stop(withinMs) {
      stopped = true;
      if (timer !== null) clearInterval(timer);
      timer = null;
      if (running === null) return;
      let limit: NodeJS.Timeout | null = null;
      const timeout = new Promise<void>((resolve) => {
        limit = setTimeout(resolve, withinMs);
      });
      await Promise.race([running, timeout]);
      if (limit !== null) clearTimeout(limit);
    },
  };
}
