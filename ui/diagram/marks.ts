/** What stands on the drawing: how often a step was passed, and the token with its time. Plain text, made by DOM. */

export function badge(passes: number): HTMLElement {
  const mark = document.createElement("span");
  mark.className = "diagram-badge";
  mark.textContent = passes < 2 ? "✓" : String(passes);
  return mark;
}

export function token(said: string): HTMLElement {
  const mark = document.createElement("span");
  mark.className = "diagram-token";
  const dot = document.createElement("span");
  dot.className = "diagram-dot";
  mark.append(dot, said);
  return mark;
}
