/**
 * Passwords are kept as argon2id (m=47104, t=1, p=1; OWASP ASVS 5.0 appendix). A name that does not exist costs
 * the same hash as one that does, so that time does not tell which names exist. Few hashes run at one time:
 * each holds 46 MB.
 */
import { hash, verify } from "@node-rs/argon2";

const cost = { memoryCost: 47_104, timeCost: 1, parallelism: 1 } as const;

export interface Passwords {
  /** The encoded hash that is stored. */
  hash(password: string): Promise<string>;
  /** Null stands for a name that does not exist: the work is done, the answer is no. */
  matches(encoded: string | null, password: string): Promise<boolean>;
}

/** `onHash` is told of every hash that was made, for the figures. */
export function createPasswords(atOnce: number, onHash: () => void = () => {}): Passwords {
  const inTurn = createQueue(atOnce);
  const queue = <T>(work: () => Promise<T>): Promise<T> => {
    onHash();
    return inTurn(work);
  };
  let decoy: Promise<string> | null = null;
  return {
    hash: (password) => queue(() => hash(spelled(password), cost)),
    matches: async (encoded, password) => {
      decoy ??= hash("nobody has this password", cost);
      const against = encoded ?? (await decoy);
      const right = await queue(() => verify(against, spelled(password)));
      return encoded !== null && right;
    },
  };
}

/** One spelling, so that a password typed on another keyboard is the same password (NIST 800-63B 3.1.1.2). */
function spelled(password: string): string {
  return password.normalize("NFKC");
}

function createQueue(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resume) => waiting.push(resume));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
