/** A post with its mandate, which is never hidden. */
import type { PostView } from "../api/index.ts";
import { isolated } from "./isolate.ts";
import { uiWords } from "./words.ts";

type Mandate = NonNullable<PostView["holder"]>["mandate"];

export function Mandate({ mandate }: { mandate: Mandate | null }) {
  const words = uiWords();
  if (mandate === null || mandate === "definitif") return null;
  return (
    <>
      <abbr class="mandate" title={words.mandatesLong[mandate]}>
        {words.mandates[mandate]}
      </abbr>{" "}
    </>
  );
}

export function PostName({ post, short = false }: { post: PostView; short?: boolean }) {
  return (
    <>
      <Mandate mandate={post.holder?.mandate ?? null} />
      {isolated(short ? post.shortTitle : post.title)}
    </>
  );
}
