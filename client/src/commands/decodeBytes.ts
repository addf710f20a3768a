import * as vscode from "vscode";
import type { DecodeBytesParams, FittingType } from "../../../server/src/protocol/bytes.ts";
import { previewUri } from "../documents.ts";
import type { Session } from "../session.ts";

/** Base64 of this has to pass to the server in one message. */
const mostBytes = 64 * 1024 * 1024;

/** Shows what bytes say – the selection, the clipboard, a file, or what is typed – as a message whose type is picked. */
export async function decodeBytes({ server }: Session): Promise<void> {
  const source = await pickSource();
  if (source === undefined) return;
  const listed = await server.request("protodial/decodeBytes", source);
  if (listed.kind === "wrong") {
    void vscode.window.showErrorMessage(`These bytes cannot be read: ${listed.reason}.`);
    return;
  }
  if (listed.kind === "decoded") return;
  const type = await pickType(listed.types, listed.others);
  if (type === undefined) return;
  const decoded = await server.request("protodial/decodeBytes", { ...source, type });
  if (decoded.kind !== "decoded") return;
  const name = type === "" ? "fields" : type;
  const document = await vscode.workspace.openTextDocument(previewUri(`${name}.jsonc`, decoded.text));
  await vscode.window.showTextDocument(document, { preview: false });
}

async function pickSource(): Promise<DecodeBytesParams | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor === undefined ? "" : editor.document.getText(editor.selection);
  const clipboard = (await vscode.env.clipboard.readText()).trim();
  const items = [
    ...(selected === "" ? [] : [{ label: "Selection", detail: shown(selected), source: { text: selected } }]),
    ...(clipboard === "" ? [] : [{ label: "Clipboard", detail: shown(clipboard), source: { text: clipboard } }]),
    { label: "File…", detail: "the bytes themselves", source: "file" as const },
    { label: "Type or Paste…", detail: "hexadecimal, base64, escapes or numbers", source: "typed" as const },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: "Decode Bytes",
    placeHolder: "Where are the bytes?",
  });
  if (picked === undefined) return undefined;
  if (picked.source === "typed") {
    const text = await vscode.window.showInputBox({ title: "Decode Bytes", prompt: "Hexadecimal, base64, …" });
    return text === undefined || text.trim() === "" ? undefined : { text };
  }
  return picked.source === "file" ? pickFile() : picked.source;
}

async function pickFile(): Promise<DecodeBytesParams | undefined> {
  const [uri] = (await vscode.window.showOpenDialog({ title: "Decode Bytes" })) ?? [];
  if (uri === undefined) return undefined;
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > mostBytes) {
    void vscode.window.showErrorMessage("This file is larger than 64 MB; `protodial decode` reads it.");
    return undefined;
  }
  const bytes = await vscode.workspace.fs.readFile(uri);
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { base64: btoa(binary) };
}

/** The full name of a type, empty for none. */
async function pickType(types: readonly FittingType[], others: readonly string[]): Promise<string | undefined> {
  const item = (name: string, description: string) => ({ label: name, description, name });
  const fits = types.filter(one => one.known > 0 && one.problems === 0 && one.unknown === 0);
  const rest = types.filter(one => !fits.includes(one));
  const title = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, name: "" });
  const items = [
    ...(fits.length === 0 ? [] : [title("fits")]),
    ...fits.map(one => item(one.name, one.known === 1 ? "1 field" : `${one.known} fields`)),
    title("no type"),
    { ...item("Fields by Number", "with guesses"), name: "" },
    ...(rest.length + others.length === 0 ? [] : [title("others")]),
    ...rest.map(one => item(one.name, fitWords(one))),
    ...others.map(name => item(name, "")),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: "Decode Bytes as Message",
    placeHolder: "Which message is it?",
  });
  return picked?.name;
}

function fitWords({ known, unknown, problems }: FittingType): string {
  if (problems > 0) return "does not fit";
  return unknown === 0 ? "" : `${unknown} of ${known + unknown} fields are not in it`;
}

function shown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
