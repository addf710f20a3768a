// Takes the pictures for README out of the newest editor's results: `node test/editor/pictures.mjs`, by hand, after a
// run whose pictures please.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launchChromium } from "./chromium.mjs";
import { repository } from "./workspaces.mjs";

// What README needs of each picture, in its own pixels (1280×800).
const pictures = {
  "duplicate-number": { x: 0, y: 0, width: 1280, height: 800 },
  "quick-fix": { x: 0, y: 0, width: 1280, height: 800 },
  "call-answer": { x: 0, y: 0, width: 1280, height: 800 },
  "generated-stubs": { x: 0, y: 0, width: 1280, height: 800 },
};

const results = fileURLToPath(new URL("results/newest", import.meta.url));
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  for (const [name, clip] of Object.entries(pictures)) {
    const source = `data:image/png;base64,${readFileSync(join(results, `${name}.png`)).toString("base64")}`;
    await page.setContent(`<style>body { margin: 0 } img { display: block }</style><img src="${source}">`);
    await page.locator("img").evaluate(image => image.decode());
    const path = join(repository, "client", "media", "pictures", `${name}.png`);
    await page.screenshot({ path, clip });
    console.log(`${path}: ${clip.width}×${clip.height}, ${Math.round(statSync(path).size / 1024)} KB`);
  }
} finally {
  await browser.close();
}
