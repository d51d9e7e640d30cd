/** Who asks: nobody, a person with roles and the posts held today, or a machine with what it was granted. */
import type { Role } from "../../api/index.ts";
import type { Actor } from "../../casework/index.ts";
import type { MandateKind } from "../../organisation/index.ts";

export interface ActingPost {
  readonly postId: string;
  readonly unitId: string;
  readonly mandate: MandateKind;
}

export interface Person {
  readonly kind: "person";
  readonly username: string;
  readonly personId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Posts held on the day of the request; read again with every request. */
  readonly posts: readonly ActingPost[];
}

export interface Machine {
  readonly kind: "machine";
  readonly name: string;
  /** `jobs` or `jobs:TOPIC`, `messages` or `messages:NAME`, or `*` for all. */
  readonly scopes: readonly string[];
}

interface Nobody {
  readonly kind: "nobody";
  /** The request came from this machine itself and no proxy spoke for another. */
  readonly loopback: boolean;
}

export type Subject = Person | Machine | Nobody;

/** Whether a machine may do the kind of work at all, or with this topic or message name. */
export function isGranted(machine: Machine, grant: "jobs" | "messages", name?: string): boolean {
  return machine.scopes.some(
    (scope) =>
      scope === "*" ||
      scope === grant ||
      (name === undefined ? scope.startsWith(`${grant}:`) : scope === `${grant}:${name}`),
  );
}

type PersonActor = Extract<Actor, { kind: "person" }>;

/** The person as the holder of a post; null when the post is not held today. */
export function actorAs(person: Person, postId: string): PersonActor | null {
  const post = person.posts.find((held) => held.postId === postId);
  return post ? { kind: "person", personId: person.personId, postId, mandate: post.mandate } : null;
}

/** The person in what needs no particular post: the first post held, or none (`-`). */
export function actorOf(person: Person): PersonActor {
  const post = person.posts[0];
  return {
    kind: "person",
    personId: person.personId,
    postId: post?.postId ?? "-",
    mandate: post?.mandate ?? "definitif",
  };
}
