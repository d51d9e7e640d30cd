/**
 * What stands in a list's place while it loads and where it fails: the failure with its retry, and after the
 * skeleton's patience the skeleton. What was loaded before stays beside a failure.
 */
import type { ComponentChildren } from "preact";
import { FailureNote } from "../ui/index.ts";
import { SkeletonRows } from "./inbox-row.tsx";
import type { Loaded } from "./loaded.ts";

export function LoadedList<T>({
  found,
  children,
}: {
  readonly found: Loaded<T>;
  readonly children: (value: T) => ComponentChildren;
}) {
  const waiting = found.slow && found.failure === null ? <SkeletonRows /> : null;
  return (
    <>
      {found.failure === null ? null : (
        <FailureNote failure={found.failure} onRetry={() => void found.refresh()} />
      )}
      {found.value === null ? waiting : children(found.value)}
    </>
  );
}
