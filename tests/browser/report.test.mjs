// The report in a real browser: from disk, offline. Run with:
//   node --test report.test.mjs      REPORT=…/report.html HOSTILE=…/hostile.html
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

import { launch } from "./browser.mjs";

const report = process.env.REPORT;
const hostile = process.env.HOSTILE;
const result = JSON.parse(readFileSync(join(dirname(report), "result.json"), "utf8"));
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => {
  browser = await launch();
});
after(async () => {
  await browser.close();
});

/** Opens a page that fails the test when it asks for anything, or says anything on the console. */
async function open({ path = report, hash = "", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.setOffline(true);
  const page = await context.newPage();
  const url = pathToFileURL(path).href;
  const trouble = [];
  page.on("request", (request) => {
    const asked = request.url();
    if (asked.split("#")[0] !== url && !asked.startsWith("data:")) trouble.push(`asked for ${asked}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) trouble.push(message.text());
  });
  page.on("pageerror", (error) => trouble.push(String(error)));
  await page.goto(url + hash, { waitUntil: "load" });
  return { page, trouble, close: () => context.close() };
}

const visibleRows = (page) =>
  page.$$eval("#claims-table tbody tr", (rows) => rows.filter((r) => r.offsetParent !== null).map((r) => r.dataset.id));

test("asks the network for nothing and reports no error", async () => {
  const { page, trouble, close } = await open();
  await page.mouse.wheel(0, 20000);
  assert.deepEqual(trouble, []);
  await close();
});

test("loads within two seconds and five MiB", async () => {
  assert.ok(statSync(report).size < 5 * 2 ** 20);
  const { page, close } = await open();
  const taken = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd);
  assert.ok(taken < 2000, `${taken} ms`);
  await close();
});

test("table, embedded data and file agree", async () => {
  const { page, close } = await open();
  const embedded = JSON.parse(await page.textContent("#result"));
  assert.deepEqual(embedded, result);
  const rows = await page.$$eval("#claims-table tbody tr", (all) =>
    all.map((r) => ({ id: r.dataset.id, verdict: r.dataset.verdict, evidence: r.dataset.evidence, text: r.textContent })),
  );
  assert.deepEqual(
    rows.map(({ id, verdict, evidence }) => ({ id, verdict, evidence })),
    result.claims.map(({ id, verdict, evidence }) => ({ id, verdict, evidence })),
  );
  rows.forEach((row, k) => assert.ok(row.text.includes(result.claims[k].statement), row.id));
  const download = await page.getAttribute("#reproduce a[download]", "href");
  const bytes = Buffer.from(download.split("base64,")[1], "base64");
  assert.equal(bytes.toString(), readFileSync(join(dirname(report), "result.json"), "utf8"));
  await close();
});

test("every claim has its card, every link its target", async () => {
  const { page, close } = await open();
  const dangling = await page.$$eval("a[href^='#']", (links) =>
    links.map((a) => a.getAttribute("href")).filter((h) => h !== "#" && !document.getElementById(decodeURIComponent(h.slice(1)))),
  );
  const notRun = result.claims.flatMap((c) => c.uses).filter((id) => !result.claims.some((c) => c.id === id));
  const allowed = new Set(notRun.map((id) => `#claim-${id.replace("/", ".")}`));
  assert.deepEqual(dangling.filter((h) => !allowed.has(h)), []);
  const duplicates = await page.$$eval("[id]", (all) => {
    const ids = all.map((e) => e.id);
    return ids.filter((id, k) => ids.indexOf(id) !== k);
  });
  assert.deepEqual(duplicates, []);
  assert.equal(await page.locator("#cards article").count(), result.claims.length);
  await close();
});

test("the limiting gradient's row maxima sit on outlined edges", async () => {
  const { page, close } = await open();
  const figure = page.locator('[id="figure-causal.limit-gradient"]');
  const cells = (name) =>
    figure.locator(`.${name}[data-row]`).evaluateAll((all) => all.map((e) => `${e.dataset.row},${e.dataset.column}`).sort());
  const outlined = await cells("outlined");
  assert.ok(outlined.length > 3);
  assert.deepEqual(await cells("argmax"), outlined);
  // And in the picture itself: the outline lies over a cell of the darkest orange of its row.
  const boxes = await figure.locator("rect.outlined").evaluateAll((all) =>
    all.map((frame) => {
      const box = frame.getBBox();
      const row = [...frame.closest("svg").querySelectorAll("rect > title")].map((t) => t.parentNode).filter((r) => Math.abs(r.getBBox().y - box.y) < 0.5);
      const blue = (r) => parseInt(r.getAttribute("fill").slice(5), 16);
      const darkest = row.reduce((a, b) => (blue(b) < blue(a) ? b : a));
      return Math.abs(darkest.getBBox().x - box.x) < 0.5;
    }),
  );
  assert.ok(boxes.every(Boolean));
  await close();
});

test("filters work by mouse and keyboard, and remember themselves in the address", async () => {
  const refuted = result.claims.filter((c) => c.verdict === "refuted").map((c) => c.id);
  const { page, trouble, close } = await open();
  await page.selectOption("select[name=verdict]", "refuted");
  assert.deepEqual(await visibleRows(page), refuted);
  assert.match(page.url(), /#claims\?verdict=refuted$/);
  assert.match(await page.textContent("output.shown"), new RegExp(`^${refuted.length} of ${result.claims.length} `));
  await page.click("button[type=reset]");
  await page.waitForFunction((n) => [...document.querySelectorAll("#claims-table tbody tr")].filter((r) => !r.hidden).length === n, result.claims.length);
  await page.focus("input[name=text]");
  await page.keyboard.type("parent-dominates");
  const wanted = result.claims.filter((c) => c.id.includes("parent-dominates")).map((c) => c.id);
  const shown = await visibleRows(page);
  assert.ok(wanted.length > 0 && wanted.every((id) => shown.includes(id)) && shown.length < result.claims.length);
  assert.deepEqual(trouble, []);
  await close();
  const deep = await open({ hash: "#claims?verdict=refuted" });
  assert.deepEqual(await visibleRows(deep.page), refuted);
  await deep.close();
});

test("a deep link opens at its claim", async () => {
  const { page, close } = await open({ hash: "#claim-causal.parent-dominates" });
  await page.waitForTimeout(150);
  const top = await page.evaluate(() => document.getElementById("claim-causal.parent-dominates").getBoundingClientRect().top);
  assert.ok(top >= -2 && top < 900, `${top}`);
  await close();
});

test("focusing a claim in the graph shows exactly its ancestors", async () => {
  const { page, close } = await open();
  const id = "causal/parent-dominates";
  const wanted = new Set();
  const visit = (name) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    (result.claims.find((c) => c.id === name)?.uses ?? []).forEach(visit);
  };
  visit(id);
  await page.locator('svg.dependencies a[href="#claim-causal.parent-dominates"]').focus();
  const inside = await page.$$eval("svg.dependencies .node.in title", (all) => all.map((t) => t.textContent.split(":")[0]));
  assert.deepEqual(new Set(inside), wanted);
  await close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 360]) {
    test(`axe finds nothing (${colorScheme}, ${width} px)`, async () => {
      const { page, close } = await open({ colorScheme, viewport: { width, height: 800 } });
      await page.evaluate(axeSource);
      const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      assert.deepEqual(
        found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | ")}`),
        [],
      );
      await close();
    });
  }
}

test("is complete with scripts off", async () => {
  const { page, close } = await open({ javaScriptEnabled: false });
  assert.equal(await page.locator("#claims-table tbody tr").count(), result.claims.length);
  assert.ok(await page.locator("#claims-table tbody tr").last().isVisible());
  assert.ok(!(await page.locator(".filters").isVisible()));
  assert.ok(await page.locator("#cards article").last().isVisible());
  assert.ok(await page.locator("svg.heatmap").first().isVisible());
  await close();
});

test("prints to a PDF that holds every claim's id", async () => {
  const { page, close } = await open();
  const path = join(mkdtempSync(join(tmpdir(), "lemmascope-")), "report.pdf");
  await page.pdf({ path, format: "A4" });
  // The text of a PDF is compressed; what printing lays out is asked from the page in print media instead.
  await page.emulateMedia({ media: "print" });
  const text = await page.evaluate(() => document.body.innerText);
  for (const claim of result.claims) assert.ok(text.includes(claim.id), claim.id);
  assert.ok(statSync(path).size > 50000);
  await close();
});

for (const width of [360, 768]) {
  test(`does not scroll sideways at ${width} px`, async () => {
    const { page, close } = await open({ viewport: { width, height: 800 } });
    const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(sizes[0] <= sizes[1], `${sizes}`);
    await close();
  });
}

test("hostile texts are inert", async () => {
  const { page, trouble, close } = await open({ path: hostile });
  assert.equal(await page.evaluate(() => window.hostile), undefined);
  assert.equal(await page.locator("img").count(), 0);
  assert.deepEqual(trouble, []);
  assert.ok((await page.textContent("body")).includes("<img src=x onerror="));
  await close();
});
