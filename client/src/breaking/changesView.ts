// The tree of all that a folder breaks: packages, in them those who notice, in them the changes.
import * as vscode from "vscode";
import type { BreakingChanges, ChangeItem, PackageChanges } from "../../../server/src/protocol/requests.ts";
import { noticing } from "./changesMarkdown.ts";

export type Node =
  | { readonly kind: "package"; readonly of: PackageChanges }
  | { readonly kind: "level"; readonly level: (typeof noticing)[number]; readonly changes: readonly ChangeItem[] }
  | { readonly kind: "change"; readonly change: ChangeItem };

export interface ChangesView extends vscode.Disposable {
  readonly shown: BreakingChanges | undefined;
  show(changes: BreakingChanges): Promise<void>;
}

/** Shows changes in the explorer. */
export function createChangesView(): ChangesView {
  const changed = new vscode.EventEmitter<undefined>();
  let shown: BreakingChanges | undefined;
  const tree = vscode.window.createTreeView<Node>("protodial.breakingChanges", {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: node => childrenOf(node, shown),
      getTreeItem: itemOf,
    },
    showCollapseAll: true,
  });
  return {
    get shown() {
      return shown;
    },
    async show(changes) {
      shown = changes;
      const count = changes.packages.reduce((sum, one) => sum + one.changes.length, 0);
      tree.description = changes.words === undefined ? "" : `since ${changes.words}`;
      tree.message = messageOf(changes.words, count);
      tree.badge = count === 0 ? undefined : { value: count, tooltip: `${count} breaking changes` };
      changed.fire(undefined);
      await vscode.commands.executeCommand("setContext", "protodial.breakingChangesShown", true);
      await vscode.commands.executeCommand("protodial.breakingChanges.focus");
    },
    dispose() {
      tree.dispose();
      changed.dispose();
    },
  };
}

function messageOf(words: string | undefined, count: number): string {
  if (words === undefined) return "There is no earlier version to compare with.";
  return count === 0 ? `Nothing breaks those who have ${words}.` : "";
}

function childrenOf(node: Node | undefined, shown: BreakingChanges | undefined): Node[] {
  if (node === undefined) return (shown?.packages ?? []).map(of => ({ kind: "package", of }));
  if (node.kind === "package") {
    return noticing.flatMap(level => {
      const changes = node.of.changes.filter(one => one.level === level.level);
      return changes.length === 0 ? [] : [{ kind: "level", level, changes } as const];
    });
  }
  return node.kind === "level" ? node.changes.map(change => ({ kind: "change", change })) : [];
}

function itemOf(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case "package": {
      const { name, step, changes } = node.of;
      const { None, Expanded } = vscode.TreeItemCollapsibleState;
      const item = new vscode.TreeItem(name || "(no package)", changes.length === 0 ? None : Expanded);
      item.description = changes.length === 0 ? `${step}, nothing breaks` : `${step}, ${changes.length}`;
      item.iconPath = new vscode.ThemeIcon("package");
      item.tooltip = `${steps[step]} By semantic versioning its next version is a ${step} one.`;
      return item;
    }
    case "level": {
      const item = new vscode.TreeItem(node.level.label, vscode.TreeItemCollapsibleState.Expanded);
      item.description = `${node.changes.length}`;
      item.iconPath = new vscode.ThemeIcon(node.level.icon);
      return item;
    }
    case "change": {
      const { change } = node;
      const item = new vscode.TreeItem(change.message);
      item.description = change.uri === undefined ? change.rule : `${placeOf(change)} ${change.rule}`;
      item.tooltip = `${change.message}\n\n${change.help}\n\n${change.rule}`;
      item.command = { command: "protodial.openChange", title: "Open", arguments: [change] };
      return item;
    }
  }
}

const steps: Readonly<Record<PackageChanges["step"], string>> = {
  major: "It breaks others.",
  minor: "It has something new, or newly deprecated, and breaks nobody.",
  patch: "Nothing that others see has changed.",
};

function placeOf({ uri, line }: ChangeItem): string {
  return `${shortPath(uri ?? "")}:${line + 1}`;
}

/** The path of a file in the workspace. */
export function shortPath(uri: string): string {
  return vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
}
