// The answer page in a real Chromium, with a scripted extension behind it.
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import esbuild from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { answerHtml } from "../../client/src/answerPanel/answerHtml.ts";
import type { FromPage, ToPage } from "../../client/src/answerPanel/pageProtocol.ts";
import type { MessageBytes } from "../../server/src/protocol/bytes.ts";
import type { CallMessageRow, Direction } from "../../server/src/protocol/call.ts";
import { type ThemeName, themeStyle } from "./themes.ts";

const chromiumPath = process.env.PROTODIAL_CHROMIUM ?? "/usr/bin/chromium";

/** Where there is no Chromium the tests of the page are skipped, unless everything is required. */
export const canDrivePage = existsSync(chromiumPath) || process.env.PROTODIAL_REQUIRE_ALL === "1";

export interface AnswerPageHarness {
  open(extension: ScriptedExtension, theme?: ThemeName, size?: { width: number; height: number }): Promise<OpenPage>;
  close(): Promise<void>;
}

/** What stands behind the page: rows it can pull, and bodies that were cut. */
export interface ScriptedExtension {
  rows?: (from: number, count: number, direction?: Direction) => CallMessageRow[];
  total?: number;
  body?: (index: number) => string;
  bytes?: (index: number, from: number) => MessageBytes;
}

export interface OpenPage {
  page: Page;
  /** All that the page said, in order. */
  said: FromPage[];
  /** What Chromium complained of: errors, blocked styles and scripts. */
  complaints: string[];
  tell(...messages: readonly ToPage[]): Promise<void>;
}

export async function startAnswerPages(): Promise<AnswerPageHarness> {
  const files = await buildPage();
  const server = await serve(files);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu"] });
  return {
    open: (extension, theme = "dark", size = { width: 720, height: 560 }) =>
      openPage(browser, origin, { extension, theme, size }),
    async close() {
      await browser.close();
      await new Promise(closed => server.close(closed));
    },
  };
}

async function buildPage(): Promise<Map<string, { type: string; body: string }>> {
  const build = async (entry: string) => {
    const result = await esbuild.build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      platform: "browser",
      format: "iife",
    });
    return result.outputFiles[0]?.text ?? "";
  };
  const html = (theme: ThemeName) =>
    answerHtml({ script: "/answerPage.js", style: "/answerPage.css", cspSource: "'self'", nonce: "abc" }).replace(
      "</head>",
      `<link rel="stylesheet" href="/${theme}.css"></head>`,
    );
  const themes: readonly ThemeName[] = ["dark", "light", "contrast"];
  return new Map([
    ["/answerPage.js", { type: "text/javascript", body: await build("client/webview/answerPage.ts") }],
    ["/answerPage.css", { type: "text/css", body: await build("client/webview/answerPage.css") }],
    ...themes.map(theme => [`/${theme}`, { type: "text/html", body: html(theme) }] as const),
    ...themes.map(theme => [`/${theme}.css`, { type: "text/css", body: themeStyle(theme) }] as const),
  ]);
}

function serve(files: ReadonlyMap<string, { type: string; body: string }>): Promise<Server> {
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    response.writeHead(file === undefined ? 404 : 200, {
      "content-type": `${file?.type ?? "text/plain"}; charset=utf-8`,
    });
    response.end(file?.body);
  });
  return new Promise(resolve => server.listen(0, "127.0.0.1", () => resolve(server)));
}

async function openPage(
  browser: Browser,
  origin: string,
  {
    extension,
    theme,
    size,
  }: { extension: ScriptedExtension; theme: ThemeName; size: { width: number; height: number } },
): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: size });
  page.setDefaultTimeout(10_000);
  const said: FromPage[] = [];
  const complaints: string[] = [];
  page.on("console", message => {
    if (message.type() === "error" && !message.text().includes("favicon")) complaints.push(message.text());
  });
  page.on("pageerror", error => complaints.push(String(error)));
  const post = (...messages: readonly ToPage[]) => page.evaluate(`postMessage(${JSON.stringify(messages)}, "*")`);
  await page.exposeFunction("toExtension", async (message: FromPage) => {
    said.push(message);
    if (message.kind === "pull") {
      const rows = extension.rows?.(message.from, message.count, message.direction) ?? [];
      const only = message.direction === undefined ? {} : { direction: message.direction };
      await post({
        kind: "messages",
        call: message.call,
        page: {
          from: message.from,
          rows,
          total: message.direction === undefined ? (extension.total ?? rows.length) : rows.length,
        },
        ...only,
      });
    }
    const bytes = message.kind === "pullBytes" ? extension.bytes?.(message.index, message.from) : undefined;
    if (message.kind === "pullBytes" && bytes !== undefined) {
      await post({ kind: "bytes", call: message.call, index: message.index, bytes });
    }
    if (message.kind === "pullBody") {
      await post({
        kind: "body",
        call: message.call,
        index: message.index,
        json: extension.body?.(message.index) ?? "",
      });
    }
  });
  await page.addInitScript(`
    window.acquireVsCodeApi = () => ({
      postMessage: message => window.toExtension(message),
      getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
      setState: state => sessionStorage.setItem("state", JSON.stringify(state)),
    });
  `);
  await page.goto(`${origin}/${theme}`);
  return {
    page,
    said,
    complaints,
    async tell(...messages) {
      for (const message of messages) await post(message);
    },
  };
}
