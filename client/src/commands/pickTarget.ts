import * as vscode from "vscode";
import type { GenerateTarget } from "../../../server/src/protocol/requests.ts";
import type { Session } from "../session.ts";

export interface PickedTarget {
  name: string;
  title: string;
  options: Record<string, string>;
}

type TargetItem = vscode.QuickPickItem & { target: GenerateTarget };

const lastTarget = "generate.target";
const optionsOf = (target: string) => `generate.options.${target}`;

/** Asks what to generate; the last choice stands first. The gear of a target asks for its options, which are remembered. */
export async function pickTarget(session: Session): Promise<PickedTarget | undefined> {
  const { targets } = await session.server.request("protodial/generateTargets", null);
  const last = session.context.workspaceState.get<string>(lastTarget);
  const sorted = [...targets].sort((a, b) => Number(b.name === last) - Number(a.name === last));
  const picked = await pick(sorted.map(target => targetItem(target, target.name === last)));
  if (picked === undefined) return undefined;
  const { target } = picked;
  const remembered = session.context.workspaceState.get<Record<string, string>>(optionsOf(target.name), {});
  const options = picked.asksOptions ? await askOptions(target, remembered) : known(target, remembered);
  if (options === undefined) return undefined;
  await session.context.workspaceState.update(lastTarget, target.name);
  await session.context.workspaceState.update(optionsOf(target.name), options);
  return { name: target.name, title: target.title, options };
}

function targetItem(target: GenerateTarget, isLast: boolean): TargetItem {
  const configure = { iconPath: new vscode.ThemeIcon("gear"), tooltip: "Options" };
  return {
    label: target.title,
    description: isLast ? "last used" : "",
    detail: target.description,
    buttons: target.options.length > 0 ? [configure] : [],
    target,
  };
}

function pick(items: readonly TargetItem[]): Promise<{ target: GenerateTarget; asksOptions: boolean } | undefined> {
  const list = vscode.window.createQuickPick<TargetItem>();
  list.title = "Generate Stubs";
  list.placeholder = "What to generate";
  list.matchOnDetail = true;
  list.items = items;
  return new Promise(resolve => {
    list.onDidAccept(() => {
      const [item] = list.selectedItems;
      resolve(item && { target: item.target, asksOptions: false });
      list.dispose();
    });
    list.onDidTriggerItemButton(({ item }) => {
      resolve({ target: item.target, asksOptions: true });
      list.dispose();
    });
    list.onDidHide(() => {
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

/** Options that the target still has; a remembered one may be from an older version. */
function known(target: GenerateTarget, remembered: Record<string, string>): Record<string, string> {
  return Object.fromEntries(target.options.map(({ name, ...option }) => [name, remembered[name] ?? option.default]));
}

async function askOptions(
  target: GenerateTarget,
  remembered: Record<string, string>,
): Promise<Record<string, string> | undefined> {
  const options: Record<string, string> = {};
  for (const option of target.options) {
    const value = remembered[option.name] ?? option.default;
    const title = `${target.title}: ${option.name}`;
    const answer =
      option.values.length > 0
        ? await vscode.window.showQuickPick(
            [...option.values].sort((a, b) => Number(b === value) - Number(a === value)),
            { title, placeHolder: option.description },
          )
        : await vscode.window.showInputBox({ title, prompt: option.description, value });
    if (answer === undefined) return undefined;
    options[option.name] = answer;
  }
  return options;
}
