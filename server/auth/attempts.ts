/**
 * Wrong passwords, counted in memory by name and by address within a window. An existing account is also counted
 * in the store (`countFailure`); this counter makes a name that does not exist answer just like one that does. A try
 * is counted when it begins: a thousand at once are no more than one after another.
 */
export interface Attempts {
  /** Milliseconds until another try is allowed; 0 when it is now, and then it counts as wrong until it succeeds. */
  begin(name: string, address: string, nowMs: number): number;
  succeeded(name: string, address: string): void;
}

export interface AttemptLimits {
  readonly wrongPasswordsPerName: number;
  readonly wrongPasswordsPerAddress: number;
  readonly wrongPasswordWindowMs: number;
}

interface Window {
  count: number;
  readonly untilMs: number;
}

/** More keys than an honest province has; beyond it the oldest are forgotten. */
const mostKeys = 50_000;

export function createAttempts(limits: AttemptLimits): Attempts {
  const windows = new Map<string, Window>();
  const current = (key: string, nowMs: number): Window | undefined => {
    const window = windows.get(key);
    if (window && window.untilMs <= nowMs) {
      windows.delete(key);
      return undefined;
    }
    return window;
  };
  const count = (key: string, nowMs: number) => {
    const window = current(key, nowMs);
    if (window) window.count += 1;
    else windows.set(key, { count: 1, untilMs: nowMs + limits.wrongPasswordWindowMs });
    const oldest = windows.size > mostKeys ? windows.keys().next().value : undefined;
    if (oldest !== undefined) windows.delete(oldest);
  };
  return {
    begin(name, address, nowMs) {
      const byName = current(`name ${name}`, nowMs);
      const byAddress = current(`address ${address}`, nowMs);
      const waits = [
        byName && byName.count >= limits.wrongPasswordsPerName ? byName.untilMs - nowMs : 0,
        byAddress && byAddress.count >= limits.wrongPasswordsPerAddress ? byAddress.untilMs - nowMs : 0,
      ];
      const waitMs = Math.max(...waits);
      if (waitMs === 0) {
        count(`name ${name}`, nowMs);
        count(`address ${address}`, nowMs);
      }
      return waitMs;
    },
    succeeded(name, address) {
      windows.delete(`name ${name}`);
      const byAddress = windows.get(`address ${address}`);
      if (byAddress) byAddress.count -= 1;
    },
  };
}
