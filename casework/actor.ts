import type { MandateKind } from "../organisation/index.ts";

/** Who acts. A person always acts as the holder of a post; both are recorded, and how the post is held. */
export type Actor =
  | {
      readonly kind: "person";
      readonly personId: string;
      readonly postId: string;
      readonly mandate: MandateKind;
    }
  /** The server itself: timer pump, outbox, deadline pump. */
  | { readonly kind: "system"; readonly name: string }
  /** An outside worker or sender, by the name of its credential. */
  | { readonly kind: "machine"; readonly name: string };
