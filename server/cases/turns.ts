/** Commands of one case on this node take turns, so that they do not race each other; other cases go on. */
export type Turns = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export function takeTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const before = last.get(name);
    const mine = before === undefined ? work() : before.then(work, work);
    last.set(name, mine);
    try {
      return await mine;
    } finally {
      if (last.get(name) === mine) last.delete(name);
    }
  };
}
