/** The heading of a screen, which also names the page to the browser and its history. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { isolated, uiWords } from "../ui/index.ts";

export function Heading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const text = heading.current?.textContent ?? "";
    document.title = text === "" ? uiWords().brand : `${isolated(text)} · ${uiWords().brand}`;
  }, [children]);
  return <h1 ref={heading}>{children}</h1>;
}
