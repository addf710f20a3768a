import type { Page } from "playwright-core";

/** The contrast of the first element that fits to the colours behind it, as WCAG 2 defines it: 4.5 is enough for text. */
export function contrastOf(page: Page, selector: string): Promise<number> {
  return page.evaluate(`(${inPage})(document.querySelector(${JSON.stringify(selector)}))`);
}

// Text, for it runs in the page: colours are mixed by painting them over each other.
const inPage = `element => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const drawing = canvas.getContext("2d");
  const paint = colour => {
    drawing.fillStyle = colour;
    drawing.fillRect(0, 0, 1, 1);
  };
  const luminance = () => {
    const [red, green, blue] = [...drawing.getImageData(0, 0, 1, 1).data].map(byte => {
      const share = byte / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = [];
  for (let at = element; at !== null; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
  behind.forEach(paint);
  const back = luminance();
  paint(getComputedStyle(element).color);
  const front = luminance();
  return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
}`;
