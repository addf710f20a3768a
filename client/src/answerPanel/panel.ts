// The answer panel: one web view that shows the last call. It holds no transcript; the page pulls the rows it shows.
import * as vscode from "vscode";
import type { CallEvent, StartedCall } from "../../../server/src/protocol/call.ts";
import type { Server } from "../server.ts";
import { receivedText } from "./answerText.ts";
import { openAnswerView } from "./answerView.ts";
import { answerBefore, compareAnswers } from "./compareAnswers.ts";
import { confirmRetry } from "./confirmRetry.ts";
import { createFieldMarks, type RequestSource } from "./fieldMarks.ts";
import { findMessage } from "./findMessage.ts";
import { followLine } from "./followLine.ts";
import type { FromPage, ToPage } from "./pageProtocol.ts";
import { type PageWriter, pageWriter } from "./pageWriter.ts";
import { type EndedCall, mayRunTwice } from "./retry.ts";
import { showDocument, showField } from "./showDocument.ts";

export interface AnswerPanel {
  /** Sends the request at a zero-based line of an open document, in place of the call that was shown before. */
  send(uri: string, line: number): Promise<StartedCall>;
  /** Opens the stream of that request, which takes its messages later. It goes on when another call is shown. */
  openStream(uri: string, line: number): Promise<StartedCall>;
  /** The calls that can be shown: the one that is, and open streams. */
  readonly held: readonly ShownCall[];
  /** Shows a call that is held. */
  show(call: string): Promise<void>;
  /** The call that is shown. */
  readonly shown: ShownCall | undefined;
  /** The call that is shown, after each of its events; `undefined` when the panel was closed. */
  readonly onChange: vscode.Event<ShownCall | undefined>;
  dispose(): void;
}

export interface ShownCall extends EndedCall {
  /** Where the request stands now that it was sent from. */
  source: RequestSource;
  /** Its messages are sent one by one, and it is not given up for another call. */
  readonly staysOpen: boolean;
}

/** A page shows far fewer rows at once; more in one answer would only make it slow. */
const mostRowsAtOnce = 200;
/** A page has use for all rows of so few. */
const rowsAlong = 20;
/** Calls that have ended whose transcripts are kept while another is shown. */
const mostEnded = 8;
/** On the wire, in bytes: more is not kept. */
const largestKept = 16 * 1024 * 1024;

export function createAnswerPanel(extensionUri: vscode.Uri, server: Server): AnswerPanel {
  const changed = new vscode.EventEmitter<ShownCall | undefined>();
  /** Events that came before the answer to `protodial/call` told the call's name. */
  const early = new Map<string, CallEvent>();
  let panel: vscode.WebviewPanel | undefined;
  let page: PageWriter | undefined;
  const held = new Map<string, ShownCall>();
  let shown: ShownCall | undefined;
  /** The request that was not sent, as long as the panel says so. */
  let notSent: { source: RequestSource; readonly staysOpen: boolean } | undefined;
  const marks = createFieldMarks(server);
  let sends = 0;
  let searches = 0;

  const post = (message: ToPage) => page?.post(message);

  function postAll(): void {
    if (shown === undefined) return;
    const hasEarlier = answerBefore(shown, [...held.values()]) !== undefined;
    post({ kind: "call", started: shown.started, ...(hasEarlier ? { hasEarlier } : {}) });
    if (shown.event !== undefined) postEvent(shown, shown.event);
    if (shown.lost !== undefined) post({ kind: "lost", call: shown.started.call, reason: shown.lost });
  }

  /** With the first rows, for which the page would have to ask. */
  function postEvent({ started: { call } }: ShownCall, event: CallEvent): void {
    post({ kind: "event", event });
    if (event.rows === 0 || event.rows > rowsAlong) return;
    server
      .request("protodial/callMessages", { call, from: 0, count: rowsAlong })
      .then(rows => {
        if (shown?.started.call === call) post({ kind: "messages", call, page: rows });
      })
      .catch(report);
  }

  function onEvent(event: CallEvent): void {
    const call = held.get(event.call);
    if (call === undefined) {
      early.set(event.call, event);
      const [oldest] = early.keys();
      if (early.size > 8 && oldest !== undefined) early.delete(oldest);
      return;
    }
    take(call, event);
    if (call !== shown) return;
    postEvent(call, event);
    changed.fire(shown);
  }

  function take(call: ShownCall, event: CallEvent): void {
    call.event = event;
    if (event.status !== undefined) marks.mark(call.source, event.status).catch(report);
  }

  async function close({ started: { call }, event, lost }: ShownCall): Promise<void> {
    held.delete(call);
    if (lost !== undefined) return;
    if (event?.phase !== "done") await server.request("protodial/cancelCall", { call });
    await server.request("protodial/closeCall", { call });
  }

  /** Gives up what runs, but for open streams; the last calls that have ended stay, to be compared with the next. */
  async function makeRoom(): Promise<void> {
    const before = shown;
    shown = undefined;
    if (before !== undefined && (isLarge(before) || (isRunning(before) && !before.staysOpen))) await close(before);
    const ended = [...held.values()].filter(one => !isRunning(one));
    for (const one of ended.slice(0, -mostEnded)) await close(one);
  }

  async function start(source: RequestSource, form: "whole" | "opened"): Promise<StartedCall> {
    const send = ++sends;
    marks.clear();
    await makeRoom();
    const staysOpen = form === "opened";
    const started = await server.request("protodial/call", { ...source, staysOpen });
    if (send !== sends) {
      // Another request was sent meanwhile; this call would go on unseen.
      if (started.kind === "started") await server.request("protodial/closeCall", { call: started.call });
      return started;
    }
    if (started.kind === "refused") {
      notSent = { source, staysOpen };
      post({ kind: "refused", reason: started.reason });
      changed.fire(undefined);
      return started;
    }
    const call: ShownCall = { started, event: undefined, lost: undefined, source, staysOpen };
    held.set(started.call, call);
    const event = early.get(started.call);
    if (event !== undefined) take(call, event);
    early.delete(started.call);
    await showCall(call);
    return started;
  }

  async function showCall(call: ShownCall): Promise<void> {
    shown = call;
    notSent = undefined;
    await open();
    postAll();
    changed.fire(shown);
  }

  async function open(): Promise<void> {
    if (panel !== undefined) {
      if (!panel.visible) panel.reveal(undefined, true);
      return;
    }
    panel = await openAnswerView(extensionUri);
    page = pageWriter(panel);
    panel.webview.onDidReceiveMessage((message: FromPage) => void onPage(message).catch(report));
    panel.onDidDispose(() => {
      panel = undefined;
      page = undefined;
      shown = undefined;
      for (const one of held.values()) close(one).catch(report);
      changed.fire(undefined);
    });
  }

  async function onPage(message: FromPage): Promise<void> {
    const call = shown?.started.call;
    switch (message.kind) {
      case "ready":
        page?.ready();
        return postAll();
      case "cancel":
        await vscode.commands.executeCommand("protodial.cancelCall", call);
        return;
      case "halfClose":
        await vscode.commands.executeCommand("protodial.halfCloseCall", call);
        return;
      case "sendNext":
        await vscode.commands.executeCommand("protodial.sendMessage");
        return;
      case "resend":
        if (shown === undefined || !mayRunTwice(shown) || (await confirmRetry(shown.started.method))) {
          const meant = shown ?? notSent;
          const again = meant?.staysOpen === true ? "protodial.openStream" : "protodial.sendRequest";
          await vscode.commands.executeCommand(again, meant?.source.uri, meant?.source.line);
        }
        return;
      case "showField":
        if (shown !== undefined) await showField(server, shown.source, message.field);
        return;
      case "copyAll":
        if (shown !== undefined) await vscode.env.clipboard.writeText(await receivedText(server, shown));
        return;
      case "compare":
        if (shown !== undefined) await compareAnswers(server, shown, [...held.values()]);
        return;
      case "copy":
        return vscode.env.clipboard.writeText(message.text);
      case "pull": {
        if (message.call !== call) return;
        const count = Math.min(Math.max(message.count, 1), mostRowsAtOnce);
        const only = message.direction === undefined ? {} : { direction: message.direction };
        const rows = await server.request("protodial/callMessages", { call, from: message.from, count, ...only });
        return post({ kind: "messages", call, page: rows, ...only });
      }
      case "search": {
        if (message.call !== call) return;
        const search = ++searches;
        const at = await findMessage(server, message, () => search === searches);
        return search === searches ? post({ kind: "found", call, ...(at === undefined ? {} : { at }) }) : undefined;
      }
      case "pullBytes": {
        if (message.call !== call) return;
        const { index, from } = message;
        const bytes = await server.request("protodial/messageBytes", { call, index, from });
        return bytes === null ? undefined : post({ kind: "bytes", call, index, bytes });
      }
      case "openDeclaration":
        return showDocument(message.place);
      case "pullBody": {
        if (message.call !== call) return;
        const { json } = await server.request("protodial/callMessageBody", { call, index: message.index });
        return post({ kind: "body", call, index: message.index, json });
      }
    }
  }

  function report(error: unknown): void {
    server.output.error(`answer panel: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  const listening = vscode.Disposable.from(
    server.onNotification("protodial/callEvent", onEvent),
    server.onState(state => {
      if (state === "running" || state === "starting") return;
      for (const call of held.values()) call.lost ??= "the language server stopped, and the call with it";
      if (shown?.lost === undefined) return;
      post({ kind: "lost", call: shown.started.call, reason: shown.lost });
      changed.fire(shown);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const uri = document.uri.toString();
      const here = [...held.values(), ...(notSent === undefined ? [] : [notSent])].filter(
        ({ source }) => source.uri === uri,
      );
      if (here.length === 0) return;
      const changes = contentChanges.map(({ range, text }) => ({
        from: range.start.line,
        to: range.end.line,
        newlines: text.split("\n").length - 1,
      }));
      for (const call of here) call.source = { uri, line: followLine(call.source.line, changes) };
    }),
    changed,
    marks,
  );

  return {
    send: (uri, line) => start({ uri, line }, "whole"),
    openStream: (uri, line) => start({ uri, line }, "opened"),
    get held() {
      return [...held.values()];
    },
    get shown() {
      return shown;
    },
    async show(name) {
      const call = held.get(name);
      if (call !== undefined && call !== shown) await showCall(call);
    },
    onChange: changed.event,
    dispose() {
      listening.dispose();
      panel?.dispose();
    },
  };
}

function isLarge({ event }: ShownCall): boolean {
  return (event?.timing?.receivedBytes ?? 0) > largestKept;
}

/** Whether it can still go on. */
export function isRunning({ event, lost }: ShownCall): boolean {
  return lost === undefined && event?.phase !== "done";
}
