import type * as vscode from "vscode";
import type { ToPage } from "./pageProtocol.ts";

/** Says things to the page of one panel. */
export interface PageWriter {
  post(message: ToPage): void;
  /** The page has loaded and listens. */
  ready(): void;
}

/**
 * What comes within a moment goes as one: each message takes its way through several processes, and the page draws after
 * each, so that a quick answer would wait for what it replaces. In milliseconds.
 */
const gatherMs = 4;

/** Before a page is ready nothing is said to it: it asks for all when it is. */
export function pageWriter(panel: vscode.WebviewPanel): PageWriter {
  let isReady = false;
  let gathered: ToPage[] = [];

  function flush(): void {
    const messages = gathered;
    gathered = [];
    if (isReady) void panel.webview.postMessage(messages);
  }

  // A page that is hidden is given up, and loads anew.
  panel.onDidChangeViewState(() => {
    isReady &&= panel.visible;
  });
  panel.onDidDispose(() => {
    isReady = false;
  });
  return {
    post(message) {
      if (!isReady) return;
      if (gathered.length === 0) setTimeout(flush, gatherMs);
      gathered.push(message);
    },
    ready() {
      isReady = true;
    },
  };
}
