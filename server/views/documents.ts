/**
 * Published documents, parsed. A version never changes, so what was read from it is kept by its hash; which version
 * is in force at an instant is asked of the library each time.
 */
import type { DocumentKind } from "../../api/index.ts";
import { type Organisation, readOrganisation } from "../../organisation/index.ts";
import type { Library, Publication } from "../library/index.ts";

export interface Documents {
  /** The organisation in force; null while none was published. */
  organisation(atMs: number): Promise<Organisation | null>;
}

export function createDocuments(library: Library): Documents {
  const organisations = createParsed<Organisation>(library, "organisation", (content) => {
    const reading = readOrganisation(JSON.parse(content));
    return reading.ok ? reading.organisation : null;
  });
  return {
    async organisation(atMs) {
      const publication = library.allInForce("organisation", atMs)[0];
      return publication ? await organisations(publication) : null;
    },
  };
}

/** More parsed documents of one kind than are in use at a time; beyond it the longest unused goes. */
const mostParsed = 200;

/** Reads a published version once. */
export function createParsed<T>(
  library: Library,
  kind: DocumentKind,
  read: (content: string) => T | null | Promise<T | null>,
): (publication: Pick<Publication, "id" | "version" | "hash">) => Promise<T | null> {
  const known = new Map<string, Promise<T | null>>();
  return (publication) => {
    const found = known.get(publication.hash);
    if (found) {
      known.delete(publication.hash);
      known.set(publication.hash, found);
      return found;
    }
    const made = library
      .version(kind, publication.id, publication.version)
      .then((version) => (version ? read(version.content) : null));
    known.set(publication.hash, made);
    made.catch(() => known.delete(publication.hash));
    const oldest = known.size > mostParsed ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    return made;
  };
}
