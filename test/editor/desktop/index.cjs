// The suite that runs inside the extension host, on a desktop VS Code (desktop.mjs) as in the browser's (inHost.mjs).
// It has nothing but the `vscode` API: what the workbench asks of the extension, and what commands do.
const assert = require("node:assert/strict");
const vscode = require("vscode");
const story = require("./story.cjs");

const waitMs = 20_000;

exports.run = async function run() {
  const failures = [];
  for (const [title, test] of Object.entries(tests)) {
    const startedAtMs = Date.now();
    try {
      await test();
      console.log(`  ok      ${title} (${Date.now() - startedAtMs} ms)`);
    } catch (error) {
      failures.push(title);
      console.error(`  FAILED  ${title}\n${error.stack}`);
    }
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  }
  console.log(
    `in the extension host: ${Object.keys(tests).length - failures.length} passed, ${failures.length} failed`,
  );
  if (failures.length > 0) throw new Error(`failed: ${failures.join("; ")}`);
};

const tests = {
  async "opening a .proto starts the extension, and the example has no problem"() {
    const document = await open();
    assert.equal(document.languageId, "proto");
    await lenses(document);
    assert.equal(vscode.extensions.getExtension("protodial.protodial").isActive, true);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  },

  async "a duplicate field number is a diagnostic until it is corrected"() {
    const document = await open();
    const mistake = await writeMistake(document);
    const [diagnostic] = await until("the diagnostic", () => diagnosticsOf(document));
    assert.ok(diagnostic.message.startsWith(mistake.message), diagnostic.message);
    assert.equal(diagnostic.source, "protodial");
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.getText(diagnostic.range), "1");

    await edit(document, document.lineAt(mistake.belowLine).range, mistake.rightLine);
    await until("the diagnostic to vanish", () => vscode.languages.getDiagnostics(document.uri).length === 0);
  },

  async "a problem links to its page"() {
    const document = await open();
    await writeMistake(document);
    const [diagnostic] = await until("the diagnostic", () => diagnosticsOf(document));
    assert.equal(diagnostic.code.value, "duplicate-field-number");
    await vscode.commands.executeCommand("vscode.open", diagnostic.code.target);
    const page = await until("the page", () =>
      vscode.workspace.textDocuments.find(one => one.uri.toString() === diagnostic.code.target.toString()),
    );
    assert.equal(page.languageId, "markdown");
    assert.match(page.getText(), /^# A field number is used twice\n/);
  },

  async "a code action gives the next free number"() {
    const document = await open();
    const before = document.getText();
    const mistake = await writeMistake(document);
    const [diagnostic] = await until("the diagnostic", () => diagnosticsOf(document));
    const action = await until("the quick fix", async () => {
      const actions = await vscode.commands.executeCommand(
        "vscode.executeCodeActionProvider",
        document.uri,
        diagnostic.range,
        "quickfix",
      );
      return actions.find(each => mistake.fixTitle.test(each.title) && each.edit);
    });
    assert.equal(await vscode.workspace.applyEdit(action.edit), true);
    assert.equal(document.getText(), story.withLine(before, mistake.belowLine, mistake.rightLine));
    await until("the diagnostic to vanish", () => vscode.languages.getDiagnostics(document.uri).length === 0);
  },

  async "hover, symbols and completion answer"() {
    const document = await open();
    const offset = document.getText().indexOf("MakeDirectoryRequest");
    const hovers = await until("a hover", async () => {
      const list = await vscode.commands.executeCommand(
        "vscode.executeHoverProvider",
        document.uri,
        document.positionAt(offset + 2),
      );
      return list.length > 0 && list;
    });
    assert.match(hovers.flatMap(each => each.contents.map(content => content.value ?? content)).join("\n"), /message/);
    const symbols = await vscode.commands.executeCommand("vscode.executeDocumentSymbolProvider", document.uri);
    const service = symbols.find(each => each.name === "Directories");
    assert.deepEqual(service?.children.map(each => each.name).sort(), ["ListDirectory", "MakeDirectory"]);
  },

  async "every rpc has a lens, and Call opens a request that can be sent"() {
    // Not awaited: the command ends only when its notification is closed.
    void vscode.commands.executeCommand(story.commandIds.startExampleServer);
    const document = await open();
    const titles = (await lenses(document))
      .map(each => each.command?.title)
      .filter(title => title === story.calls.lens);
    assert.equal(titles.length, document.getText().match(/^\s+rpc /gm).length);

    const line = document
      .getText()
      .split("\n")
      .findIndex(text => text.includes(story.calls.make));
    const lens = (await lenses(document)).find(
      each => each.range.start.line === line && each.command?.title === story.calls.lens,
    );
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    const request = await until("the request document", () => {
      const active = vscode.window.activeTextEditor?.document;
      return active?.languageId === "grpc-request" && active;
    });
    assert.match(request.getText(), /^GRPC \S+\/directories\.v1\.Directories\/MakeDirectory$/m);
    const bodyStart = request.getText().indexOf("{", request.getText().indexOf("GRPC "));
    await edit(
      request,
      new vscode.Range(request.positionAt(bodyStart), request.positionAt(request.getText().length)),
      '{"path": "/desktop"}',
    );
    await vscode.commands.executeCommand(story.commandIds.send);
    await until("the answer panel", () =>
      vscode.window.tabGroups.all.some(group => group.tabs.some(tab => tab.label.startsWith("Answer"))),
    );
  },
};

async function open() {
  const [folder] = vscode.workspace.workspaceFolders;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, story.protoFile));
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

async function writeMistake(document) {
  const mistake = story.duplicateNumber(document.getText());
  const end = document.lineAt(mistake.belowLine - 1).range.end;
  await edit(document, new vscode.Range(end, end), `\n${mistake.wrongLine}`);
  return mistake;
}

async function edit(document, range, text) {
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, range, text);
  assert.equal(await vscode.workspace.applyEdit(change), true);
}

function diagnosticsOf(document) {
  const found = vscode.languages.getDiagnostics(document.uri);
  return found.length > 0 && found;
}

function lenses(document) {
  return until("code lenses", async () => {
    const found = await vscode.commands.executeCommand("vscode.executeCodeLensProvider", document.uri, 100);
    return found?.length > 0 && found;
  });
}

async function until(what, condition) {
  const endsAtMs = Date.now() + waitMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > endsAtMs) throw new Error(`waited ${waitMs} ms in vain for ${what}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
