// Starts Debian's Chromium so that it asks the network for nothing of its own.
import { chromium } from "playwright-core";
import { existsSync } from "node:fs";

const candidates = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"];

export function browserPath() {
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error("no Chromium found; install Debian's chromium or set CHROMIUM");
  return found;
}

export function launch() {
  return chromium.launch({
    executablePath: browserPath(),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage",
    ],
  });
}
