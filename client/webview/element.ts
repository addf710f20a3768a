export interface Attributes {
  class?: string;
  /** `data-testid`, for the tests that drive the page. */
  testId?: string;
  /** All others, by their own names. */
  [name: string]: string | undefined;
}

/** An element with attributes and children; strings become text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name === "testId" ? "data-testid" : name, value);
  }
  made.append(...children);
  return made;
}

export function button(text: string, attributes: Attributes, onClick: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", onClick);
  return made;
}

/** Sets the text, and hides the element when there is none. Untouched when it is the same, to spare live regions. */
export function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
  target.hidden = text === "";
}
