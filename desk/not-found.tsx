/** Where an address leads nowhere, and where a screen itself failed. */
import { Icon, uiWords } from "../ui/index.ts";

import { Heading } from "./heading.tsx";
export function NotFound() {
  const words = uiWords();
  return (
    <div class="card empty">
      <Icon name="search" />
      <Heading>{words.notFound}</Heading>
      <p>{words.notFoundHelp}</p>
      <div class="actions">
        <a class="button primary" href="/">
          {words.backToStart}
        </a>
      </div>
    </div>
  );
}

export function BrokenPage() {
  const words = uiWords();
  return (
    <div class="card empty" role="alert">
      <Icon name="triangle-alert" />
      <Heading>{words.brokenPage}</Heading>
      <p>{words.brokenPageHelp}</p>
      <div class="actions">
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {words.reload}
        </button>
      </div>
    </div>
  );
}
