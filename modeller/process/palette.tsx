/**
 * What can be drawn: the secretariat's steps with words, bare BPMN elements as icons. Dragging or pressing with
 * the pointer starts placing; from the keyboard the element goes after the selected one.
 */
import { Icon, language } from "../../ui/index.ts";
import { bpmnElements } from "../diagram/append.ts";
import { type Step, steps } from "../diagram/steps.ts";
import { words } from "../words.ts";

export function Palette({ onPlace }: { readonly onPlace: (what: Step | string, event: Event) => void }) {
  const said = words().palette;
  const place = (what: Step | string) => ({
    draggable: true,
    onClick: (event: Event) => onPlace(what, event),
    onDragStart: (event: DragEvent) => {
      event.preventDefault();
      onPlace(what, event);
    },
  });
  return (
    <aside class="palette" aria-label={words().editor.palette}>
      <h2 class="label">{said.steps}</h2>
      <ul class="palette-steps">
        {steps.map((step) => (
          <li key={step.id}>
            <button type="button" title={`${step.name[language.value]}. ${said.hint}`} {...place(step)}>
              <Icon name={step.icon} />
              <span>{step.name[language.value]}</span>
            </button>
          </li>
        ))}
      </ul>
      <h2 class="label">{said.elements}</h2>
      <ul class="palette-elements">
        {bpmnElements.map((element) => (
          <li key={element.id}>
            <button
              type="button"
              aria-label={said.element[element.id]}
              title={said.element[element.id]}
              {...place(element.id)}
            >
              <span class={element.icon} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}
