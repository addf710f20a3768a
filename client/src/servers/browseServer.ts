// Browse Server: an address, then its services and methods, without any `.proto` file.
import * as vscode from "vscode";
import type { MetadataEntry } from "../../../server/src/protocol/call.ts";
import type { BrowsedServer, ServerMethod } from "../../../server/src/protocol/requests.ts";
import { mayCall } from "../commands/mayCall.ts";
import { environmentHosts } from "../environments.ts";
import type { Session } from "../session.ts";
import { openServerRequest } from "./openServerRequest.ts";
import { saveServerFiles } from "./saveServerFiles.ts";

type Server = Extract<BrowsedServer, { kind: "server" }>;

/** Asks for an address – where it is not the argument – and shows what the server there tells by reflection. */
export async function browseServer(session: Session, ...args: readonly unknown[]): Promise<void> {
  if (!(await mayCall(session))) return;
  const address = typeof args[0] === "string" ? args[0] : await pickAddress(session);
  if (address === undefined) return;
  const server = await asked(session, address, []);
  if (server !== undefined) await showServer(session, server);
}

const lastAddress = "servers.lastAddress";

async function pickAddress(session: Session): Promise<string | undefined> {
  const known = new Map<string, string>();
  const last = session.context.workspaceState.get<string>(lastAddress);
  if (last !== undefined) known.set(last, "last browsed");
  for (const { name, host } of await environmentHosts()) known.set(host, `the host of \`${name}\``);
  const target = vscode.workspace.getConfiguration("protodial").get("target", "");
  if (target !== "" && !known.has(target)) known.set(target, "`protodial.target`, which calls go to");
  const items = [...known].map(([host, description]) => ({ label: `$(server) ${host}`, description, host }));
  const another = { label: "$(edit) Another server…", description: "", host: undefined };
  const picked = await vscode.window.showQuickPick([...items, another], {
    title: "Browse Server",
    placeHolder: "It is asked for its services by reflection",
  });
  if (picked === undefined) return undefined;
  const typed =
    picked.host ??
    (await vscode.window.showInputBox({
      title: "Browse Server",
      prompt: "localhost:50051, unix:/path/to/socket, or https://host:port for TLS",
    }));
  const address = typed?.trim();
  if (address === undefined || address === "") return undefined;
  await session.context.workspaceState.update(lastAddress, address);
  return address;
}

/** What the server tells; where it does not, says why, and asks for metadata where that may help. */
async function asked(
  session: Session,
  address: string,
  metadata: readonly MetadataEntry[],
): Promise<Server | undefined> {
  const told = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Asking ${address} for its services` },
    () => session.server.request("protodial/browseServer", { address, metadata }),
  );
  if (told.kind === "server") return told;
  const [again, withMetadata] = ["Ask Again", "Add Metadata…"];
  const choice = await vscode.window.showErrorMessage(`${told.reason}.`, again, withMetadata);
  if (choice === again) return asked(session, address, metadata);
  if (choice !== withMetadata) return undefined;
  const header = await vscode.window.showInputBox({
    title: "Metadata for Reflection",
    prompt: "One entry, as it stands in a request. It is not kept.",
    placeHolder: "authorization: Bearer …",
    validateInput: text => (entryOf(text) === undefined ? "Write `key: value`." : undefined),
  });
  const entry = entryOf(header ?? "");
  return entry === undefined ? undefined : asked(session, address, [...metadata, entry]);
}

function entryOf(text: string): MetadataEntry | undefined {
  const [, key, value] = /^\s*([\w.-]+)\s*:\s*(.*\S)\s*$/.exec(text) ?? [];
  return key === undefined || value === undefined ? undefined : { key, value };
}

interface ServerItem extends vscode.QuickPickItem {
  readonly run?: () => Promise<void>;
}

async function showServer(session: Session, server: Server): Promise<void> {
  const { address } = server;
  const services = server.services.filter(one => !one.name.startsWith("grpc.reflection."));
  const items: ServerItem[] = services.flatMap(service => [
    {
      label: [service.name, service.health].filter(Boolean).join(" · "),
      kind: vscode.QuickPickItemKind.Separator,
    },
    ...differenceItems(service.differences, () => showServer(session, server)),
    ...service.methods.map(method => ({
      ...methodItem(method),
      run: () => openServerRequest(session, address, `${service.name}/${method.name}`),
    })),
    ...(service.methods.length > 0 ? [] : [{ label: "$(circle-slash) listed, but not described" }]),
  ]);
  const actions: ServerItem[] = [
    { label: "", kind: vscode.QuickPickItemKind.Separator },
    { label: "$(save) Save as `.proto` Files…", run: () => saveServerFiles(session, address) },
    { label: "$(refresh) Ask Again", run: () => browseServer(session, address) },
  ];
  const missing = server.missing.map(one => `\`${one}\``).join(", ");
  if (missing !== "") session.server.output.warn(`${address} uses, but does not describe: ${missing}`);
  const picked = await vscode.window.showQuickPick([...items, ...actions], {
    title: [address, server.health].filter(Boolean).join(" · "),
    placeHolder: "A method to call",
    matchOnDescription: true,
  });
  await picked?.run?.();
}

/** What is not here as it is on the server: its count, and picked, all of it. */
function differenceItems(differences: readonly string[] | null, back: () => Promise<void>): ServerItem[] {
  if (differences === null) return [];
  if (differences.length === 0) return [{ label: "$(check) as declared in this workspace" }];
  const count = differences.length === 1 ? "1 difference" : `${differences.length} differences`;
  const show = async () => {
    const items = differences.map(label => ({ label }));
    await vscode.window.showQuickPick(items, { title: `${count} between the files here and the server` });
    await back();
  };
  return [{ label: `$(diff) ${count} from the files here`, run: show }];
}

const kinds = { unary: "", client: "client stream", server: "server stream", bidirectional: "streams both ways" };

function methodItem({ name, input, output, streaming }: ServerMethod): vscode.QuickPickItem {
  const last = (type: string) => type.slice(type.lastIndexOf(".") + 1);
  return {
    label: `$(symbol-method) ${name}`,
    description: [`${last(input)} → ${last(output)}`, kinds[streaming]].filter(Boolean).join(" · "),
  };
}
