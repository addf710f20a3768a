// Chromium as the machine has it; playwright-core brings none of its own.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const places = [
  process.env.PROTODIAL_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

export function findChromium() {
  return places.find(place => place && existsSync(place));
}

export function launchChromium() {
  return chromium.launch({
    executablePath: findChromium(),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Containers give /dev/shm too little room.
      "--disable-dev-shm-usage",
    ],
  });
}
