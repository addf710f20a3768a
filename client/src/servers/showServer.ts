// A running server for one service: how it is, how its schema differs, and what can be done about that.
import * as vscode from "vscode";
import type { ServerOfService } from "../../../server/src/protocol/servers.ts";
import { showDocument } from "../answerPanel/showDocument.ts";
import { mayCall } from "../commands/mayCall.ts";
import type { Session } from "../session.ts";
import { browseServer, methodItem } from "./browseServer.ts";
import { checkHealth } from "./checkHealth.ts";
import { compareWithServer, countWords, differenceItems } from "./differences.ts";
import { openServerRequest } from "./openServerRequest.ts";

interface Item extends vscode.QuickPickItem {
  readonly run?: () => Promise<void>;
  /** Shows the declaration in the file here. */
  readonly open?: () => Promise<void>;
}

const toDeclaration: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("go-to-file"),
  tooltip: "Go to the declaration here",
};

/** Arguments of the lens: the uri of the `.proto` document, the service's full name, the address. */
export async function showServer(session: Session, ...args: readonly unknown[]): Promise<void> {
  const [uri, service, address] = args;
  if (typeof uri !== "string" || typeof service !== "string" || typeof address !== "string") return;
  const server = await session.server.request("protodial/serverOfService", { uri, service, address });
  if (server === null) return browseServer(session, address);
  const picked = await pick(`${address} · ${server.state || "not asked yet"}`, [
    ...differencesOf(session, server, service),
    { label: "", kind: vscode.QuickPickItemKind.Separator },
    ...actions(session, server, { uri, service }),
  ]);
  await picked?.();
}

function differencesOf(session: Session, server: ServerOfService, service: string): Item[] {
  const { address, differences, listed, alike, problem } = server;
  const items: Item[] = [];
  if (problem !== undefined) items.push({ label: `$(circle-slash) ${problem}` });
  if (listed === false) {
    items.push({ label: `$(error) the server does not list \`${service}\`` });
    for (const one of alike) {
      items.push({ label: `$(lightbulb) it has \`${one}\``, run: () => browseServer(session, address) });
    }
  }
  if (differences === null) return items;
  const label = differences.length === 0 ? "no differences" : countWords(differences.length);
  items.push({ label: `${label} from the files here`, kind: vscode.QuickPickItemKind.Separator });
  if (differences.length === 0)
    items.push({ label: `$(check) \`${service}\` is on the server as it is declared here` });
  const shown = differenceItems(session, address, differences);
  return items.concat(
    shown.map((item, at) => {
      const one = differences[at];
      return one === undefined ? item : { ...item, buttons: [toDeclaration], open: () => showDocument(one) };
    }),
  );
}

function actions(
  session: Session,
  { address, differences, methods }: ServerOfService,
  { uri, service }: { readonly uri: string; readonly service: string },
): Item[] {
  const top = { line: 0, character: 0 };
  const names = { here: service, there: service };
  const compare = () => compareWithServer(session, address, { uri, range: { start: top, end: top }, names });
  return [
    ...(differences === null ? [] : [{ label: "$(diff) Compare with the Server's Schema", run: compare }]),
    ...(methods.length === 0
      ? []
      : [
          {
            label: "$(add) New Request with the Server's Schema…",
            description: "`# @schema server`",
            run: () => newRequest(session, address, { service, methods }),
          },
        ]),
    { label: "$(pulse) Check Health", run: () => checkHealth(session, address) },
    { label: "$(refresh) Ask Again", run: () => askAgain(session, address, { uri, service }) },
    { label: "$(server) Browse Server", run: () => browseServer(session, address) },
  ];
}

async function newRequest(
  session: Session,
  address: string,
  { service, methods }: { readonly service: string; readonly methods: ServerOfService["methods"] },
): Promise<void> {
  const items = methods.map(method => ({ ...methodItem(method), method: method.name }));
  const [only] = items;
  const title = `A request to ${address}, made with its own schema`;
  const picked = items.length === 1 ? only : await vscode.window.showQuickPick(items, { title });
  if (picked !== undefined) await openServerRequest(session, address, `${service}/${picked.method}`);
}

async function askAgain(
  session: Session,
  address: string,
  { uri, service }: { readonly uri: string; readonly service: string },
): Promise<void> {
  if (!(await mayCall(session))) return;
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: `Asking ${address}` }, () =>
    session.server.request("protodial/checkHealth", { address }),
  );
  await showServer(session, uri, service, address);
}

/** What the picked item does; undefined where none was. */
function pick(title: string, items: readonly Item[]): Promise<(() => Promise<void>) | undefined> {
  const list = vscode.window.createQuickPick<Item>();
  list.title = title;
  list.items = items;
  list.placeholder = "Pick a difference to see both sides";
  return new Promise(resolve => {
    list.onDidAccept(() => {
      const [item] = list.activeItems;
      if (item?.run === undefined) return;
      resolve(item.run);
      list.hide();
    });
    list.onDidTriggerItemButton(({ item }) => {
      resolve(item.open);
      list.hide();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}
