/** Prints one part of the page; the style sheet hides the rest while the root says so. */
export function printOnly(part: HTMLElement | null): void {
  if (part === null) return;
  const root = document.documentElement;
  part.classList.add("printed-part");
  root.dataset.printPart = "";
  const after = () => {
    delete root.dataset.printPart;
    part.classList.remove("printed-part");
    window.removeEventListener("afterprint", after);
  };
  window.addEventListener("afterprint", after);
  window.print();
}
