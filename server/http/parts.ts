/** What handlers work with; made once in `createServer`. */
import type { CookieStyle, Passwords, SignIn } from "../auth/index.ts";
import type { CaseRunner } from "../cases/index.ts";
import type { Config } from "../config.ts";
import type { FileBytes } from "../files/index.ts";
import type { Library } from "../library/index.ts";
import type { Store } from "../store/index.ts";
import type { CaseReader, Checker, Documents } from "../views/index.ts";
import type { EventHub } from "./event-hub.ts";
import type { HttpLimits } from "./limits.ts";
import type { Logger } from "./log.ts";
import type { Metrics } from "./metrics.ts";

export interface Parts {
  readonly config: Config;
  readonly tenant: string;
  readonly clock: { nowMs(): number };
  readonly store: Store;
  readonly runner: CaseRunner;
  readonly documents: Documents;
  readonly checker: Checker;
  readonly caseReader: CaseReader;
  readonly fileBytes: FileBytes;
  /** Where uploads stand while they are received. */
  readonly uploadDir: string;
  /** Named handlers that diagrams may ask for, with what modellers see. */
  readonly handlers: readonly {
    readonly name: string;
    readonly title: { readonly id: string; readonly en: string };
  }[];
  readonly library: Library;
  readonly signIn: SignIn;
  readonly passwords: Passwords;
  readonly cookie: CookieStyle;
  readonly limits: HttpLimits;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly hub: EventHub;
  /** True from the moment the server began to stop. */
  readonly stopping: () => boolean;
}
