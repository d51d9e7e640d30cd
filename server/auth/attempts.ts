/**
 * Wrong passwords, counted in memory by name and by address within a window. An existing account is also counted
 * in the store (`countFailure`); this counter makes a name that does not exist answer just like one that does.
 */
export interface Attempts {
  /** Milliseconds until another try is allowed; 0 when it is now. */
  waitMs(name: string, address: string, nowMs: number): number;
  failed(name: string, address: string, nowMs: number): void;
  succeeded(name: string): void;
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
    waitMs(name, address, nowMs) {
      const byName = current(`name ${name}`, nowMs);
      const byAddress = current(`address ${address}`, nowMs);
      const waits = [
        byName && byName.count >= limits.wrongPasswordsPerName ? byName.untilMs - nowMs : 0,
        byAddress && byAddress.count >= limits.wrongPasswordsPerAddress ? byAddress.untilMs - nowMs : 0,
      ];
      return Math.max(...waits);
    },
    failed(name, address, nowMs) {
      count(`name ${name}`, nowMs);
      count(`address ${address}`, nowMs);
    },
    succeeded(name) {
      windows.delete(`name ${name}`);
    },
  };
}
