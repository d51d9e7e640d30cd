/** Routes of the officials' app. */
import { type Failure, FailureNote, Shell } from "../ui/index.ts";

export function App({ failure }: { failure: Failure | null }) {
  return (
    <Shell home="/" navigation={[]} onKeys={() => undefined}>
      {failure === null ? null : <FailureNote failure={failure} />}
    </Shell>
  );
}
