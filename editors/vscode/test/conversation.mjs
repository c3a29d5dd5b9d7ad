// Holds a conversation with seclint lsp through the protocol library of VS Code: node conversation.mjs FOLDER PROGRAM [ARGUMENT...]
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeActionRequest, CompletionRequest, createProtocolConnection, DidChangeTextDocumentNotification, DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification, ErrorCodes, ExitNotification, HoverRequest, InitializedNotification, InitializeRequest,
  PublishDiagnosticsNotification, RegistrationRequest, ShutdownRequest, StreamMessageReader, StreamMessageWriter,
} from 'vscode-languageserver-protocol/node.js';

const [folder, program, ...args] = process.argv.slice(2);
const uri = (name) => pathToFileURL(join(folder, name)).href;
const server = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const exited = once(server, 'exit');
const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));

const published = new Map();
const waiting = new Set();
connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
  published.set(params.uri, params.diagnostics);
  for (const look of waiting) {
    look();
  }
});

// until resolves once the diagnostics of a file meet a condition. It waits as long as whoever started this program does.
function until(name, met) {
  return new Promise((resolve) => {
    const look = () => {
      const found = published.get(uri(name));
      if (found && met(found)) {
        waiting.delete(look);
        resolve(found);
      }
    };
    waiting.add(look);
    look();
  });
}

let registered;
const registration = new Promise((resolve) => { registered = resolve; });
connection.onRequest(RegistrationRequest.type, (params) => registered(params.registrations));
connection.listen();

const { capabilities, serverInfo } = await connection.sendRequest(InitializeRequest.type, {
  processId: process.pid,
  rootUri: uri(''),
  workspaceFolders: [{ uri: uri(''), name: 'project' }],
  capabilities: {
    general: { positionEncodings: ['utf-16'] },
    workspace: { workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true }, workspaceEdit: { documentChanges: true } },
    textDocument: {
      hover: { contentFormat: ['markdown'] },
      publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, versionSupport: true },
    },
  },
});
assert.equal(serverInfo.name, 'seclint');
assert.equal(capabilities.positionEncoding, 'utf-16');
await connection.sendNotification(InitializedNotification.type, {});
assert.equal((await registration)[0].method, 'workspace/didChangeWatchedFiles');

const over = 'compose.override.yaml';
const position = { line: 3, character: 8 };
const text = (value) => `services:\n  worker:\n    image: alpine:3.22\n    ${value}\n`;
const change = (version, value) => connection.sendNotification(DidChangeTextDocumentNotification.type, {
  textDocument: { uri: uri(over), version }, contentChanges: [{ text: text(value) }],
});

await connection.sendNotification(DidOpenTextDocumentNotification.type, {
  textDocument: { uri: uri(over), languageId: 'dockercompose', version: 1, text: text('privileged: true') },
});
const [finding] = await until(over, (all) => all.some((d) => d.code === 'compose/privileged'));
assert.equal(finding.source, 'seclint');
assert.match(finding.codeDescription.href, /^https:.*compose\/privileged\.md$/);

const hover = await connection.sendRequest(HoverRequest.type, { textDocument: { uri: uri(over) }, position });
assert.match(hover.contents.value, /compose\/privileged/);

const actions = await connection.sendRequest(CodeActionRequest.type, {
  textDocument: { uri: uri(over) }, range: { start: position, end: position }, context: { diagnostics: [finding] },
});
assert.equal(actions.at(-1).edit.documentChanges[0].edits[0].newText, '  # seclint:ignore compose/privileged ');

await change(2, '# seclint:ignore compose/');
const items = await connection.sendRequest(CompletionRequest.type, { textDocument: { uri: uri(over) }, position: { line: 3, character: 29 } });
assert.ok(items.some((item) => item.label === 'compose/privileged'));

await change(3, '# the base decides');
await until('compose.yaml', (all) => all.some((d) => d.code === 'compose/privileged'));
await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri: uri(over) } });
await until('compose.yaml', (all) => all.length === 0);

await assert.rejects(connection.sendRequest('textDocument/nothing', {}), { code: ErrorCodes.MethodNotFound });
await connection.sendRequest(ShutdownRequest.type);
await connection.sendNotification(ExitNotification.type);
assert.deepEqual(await exited, [0, null]);
console.log('held');
