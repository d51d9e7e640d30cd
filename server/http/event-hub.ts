/**
 * Open event streams, and what each may be told. A stream is told of a case only if its person may see that case;
 * who holds a post no longer, or whose session has ended, is told no more from the next heartbeat on (when the
 * session ends on this node: at once).
 */
import type { Change } from "../../api/index.ts";
import type { Sight } from "../policy/index.ts";
import type { CommitNews } from "../store/index.ts";

export interface EventStream {
  readonly sessionHash: string;
  readonly personId: string;
  /** When it was opened; each heartbeat asks again. */
  readonly sight: Sight;
  /** May be told of the library's changes: analysts, auditors, administrators. */
  readonly seesLibrary: boolean;
  readonly seesIncidents: boolean;
  send(change: Change): void;
  beat(): void;
  close(): void;
}

export interface EventHub {
  /** False when this person has too many open. */
  open(stream: EventStream): boolean;
  drop(stream: EventStream): void;
  /** On this node or on another. */
  committed(news: CommitNews): void;
  /** Something may have been missed: every stream ends, and its page looks again at everything when it is back. */
  missed(): void;
  libraryChanged(id: string): void;
  closeSession(sessionHash: string): void;
  closePerson(personId: string): void;
  closeAll(): void;
  count(): number;
}

export interface HubParts {
  readonly perPerson: number;
  readonly heartbeatMs: number;
  /** Whether the case is within the sight now; asked when the notice itself does not tell. */
  readonly sees: (caseId: string, sight: Sight) => Promise<boolean>;
  /** What the session may see now; null when it has ended. */
  readonly sightOf: (sessionHash: string) => Promise<Sight | null>;
  readonly onCount: (open: number) => void;
  readonly onError: (error: unknown) => void;
}

export function createEventHub(parts: HubParts): EventHub {
  const streams = new Map<EventStream, Sight>();
  let libraryVersion = 0;

  const end = (stream: EventStream) => {
    if (!streams.delete(stream)) return;
    parts.onCount(streams.size);
    stream.close();
  };
  const endWhere = (matches: (stream: EventStream) => boolean) => {
    for (const stream of [...streams.keys()]) if (matches(stream)) end(stream);
  };

  const beat = setInterval(() => {
    for (const stream of [...streams.keys()]) {
      parts.sightOf(stream.sessionHash).then(
        (sight) => {
          if (sight === null) return end(stream);
          if (streams.has(stream)) streams.set(stream, sight);
          stream.beat();
        },
        // The store is away: the stream waits for it like everybody else.
        () => stream.beat(),
      );
    }
  }, parts.heartbeatMs);
  beat.unref();

  async function tell(stream: EventStream, sight: Sight, news: CommitNews): Promise<void> {
    const { caseId, version, unitId, posts } = news;
    const inbox = !sight.all && (posts === null || posts.some((post) => sight.posts.includes(post)));
    const known = sight.all || sight.units.includes(unitId) || (posts !== null && inbox);
    if (!known && !(await parts.sees(caseId, sight))) return;
    if (!streams.has(stream)) return;
    stream.send({ kind: "case", id: caseId, version });
    if (inbox) stream.send({ kind: "inbox", id: caseId, version });
    if (news.incidents && stream.seesIncidents) stream.send({ kind: "incident", id: caseId, version });
  }

  return {
    open(stream) {
      const mine = [...streams.keys()].filter((other) => other.personId === stream.personId).length;
      if (mine >= parts.perPerson) return false;
      streams.set(stream, stream.sight);
      parts.onCount(streams.size);
      return true;
    },
    drop(stream) {
      if (streams.delete(stream)) parts.onCount(streams.size);
    },
    committed(news) {
      for (const [stream, sight] of streams) tell(stream, sight, news).catch(parts.onError);
    },
    missed: () => endWhere(() => true),
    libraryChanged(id) {
      libraryVersion += 1;
      for (const stream of streams.keys()) {
        if (stream.seesLibrary) stream.send({ kind: "library", id, version: libraryVersion });
      }
    },
    closeSession: (sessionHash) => endWhere((stream) => stream.sessionHash === sessionHash),
    closePerson: (personId) => endWhere((stream) => stream.personId === personId),
    closeAll() {
      clearInterval(beat);
      endWhere(() => true);
    },
    count: () => streams.size,
  };
}
