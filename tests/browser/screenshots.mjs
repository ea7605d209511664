// Pictures of the pages for README and reports/published/: node screenshots.mjs OUTPUT_FOLDER, with the paths REPORT and
// SWEEP in the environment: see screenshots.
import { statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { launch } from "./browser.mjs";

const [folder] = process.argv.slice(2);
const { REPORT: report, SWEEP: sweep } = process.env;
const kLargest = 200000; // bytes of a picture
const pictures = [
  { name: "first-screen", path: report },
  { name: "paper", path: report, part: ".paper", height: 1000 },
  { name: "theorem-card", path: report, part: '[id="claim-causal.main-theorem"]' },
  { name: "scrubber", path: report, part: '[id="figure-causal.attention-over-training"]', step: 12 },
  { name: "margin-landscape", path: report, part: '[id="figure-causal.margin-landscape"]' },
  { name: "sweep", path: sweep },
];

/** Everything that folds the element away is opened, and what the element itself folds. */
const unfold = (element) => {
  for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  const body = element.querySelector(":scope > details.body");
  if (body) body.open = true;
};

const browser = await launch();
for (const { name, path, part, height, step } of pictures) {
  const context = await browser.newContext({ viewport: { width: 1180, height: 860 } });
  await context.setOffline(true);
  const page = await context.newPage();
  page.setDefaultTimeout(120000);
  await page.goto(pathToFileURL(path).href);
  const file = join(folder, `${name}.png`);
  if (part) {
    const element = page.locator(part).first();
    await element.evaluate(unfold);
    if (step !== undefined) await element.locator("input[type=range]").fill(String(step));
    await element.scrollIntoViewIfNeeded();
    const box = await element.boundingBox();
    const top = await page.evaluate(() => scrollY);
    const clip = { x: box.x, y: box.y + top, width: box.width, height: Math.min(box.height, height || 1400) };
    await page.screenshot({ path: file, clip, fullPage: true });
  } else {
    await page.screenshot({ path: file });
  }
  const size = statSync(file).size;
  console.log(`${file}: ${size} bytes`);
  if (size > kLargest) throw new Error(`${file} has ${size} bytes, more than ${kLargest}`);
  await context.close();
}
await browser.close();
