// Browse Server: an address, then its services and methods, without any `.proto` file.
import * as vscode from "vscode";
import type { MetadataEntry } from "../../../server/src/protocol/call.ts";
import type { BrowsedServer, ServerMethod } from "../../../server/src/protocol/servers.ts";
import { mayCall } from "../commands/mayCall.ts";
import type { Session } from "../session.ts";
import { countWords, differenceItems } from "./differences.ts";
import { openServerRequest } from "./openServerRequest.ts";
import { pickAddress } from "./pickAddress.ts";
import { saveServerFiles } from "./saveServerFiles.ts";

type Server = Extract<BrowsedServer, { kind: "server" }>;

/** Asks for an address – where it is not the argument – and shows what the server there tells by reflection. */
export async function browseServer(session: Session, ...args: readonly unknown[]): Promise<void> {
  if (!(await mayCall(session))) return;
  const address =
    typeof args[0] === "string"
      ? args[0]
      : await pickAddress(session, { title: "Browse Server", hint: "It is asked for its services by reflection" });
  if (address === undefined) return;
  const server = await asked(session, address, []);
  if (server !== undefined) await showServer(session, server);
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

type Service = Server["services"][number];

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
    ...differencesOf(session, server, service),
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
function differencesOf(session: Session, server: Server, { differences }: Service): ServerItem[] {
  if (differences === null) return [];
  if (differences.length === 0) return [{ label: "$(check) as declared in this workspace" }];
  const count = countWords(differences.length);
  const show = async () => {
    const items = differenceItems(session, server.address, differences);
    const title = `${count} between the files here and ${server.address}`;
    const picked = await vscode.window.showQuickPick(items, { title, placeHolder: "Pick one to see both sides" });
    await (picked === undefined ? showServer(session, server) : picked.run());
  };
  return [{ label: `$(diff) ${count} from the files here`, run: show }];
}

const kinds = { unary: "", client: "client stream", server: "server stream", bidirectional: "streams both ways" };

export function methodItem({ name, input, output, streaming }: ServerMethod): vscode.QuickPickItem {
  const last = (type: string) => type.slice(type.lastIndexOf(".") + 1);
  return {
    label: `$(symbol-method) ${name}`,
    description: [`${last(input)} → ${last(output)}`, kinds[streaming]].filter(Boolean).join(" · "),
  };
}
