import { commands, ExtensionContext, window, workspace } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand('seclint.restart', restart),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration('seclint.path') || change.affectsConfiguration('seclint.arguments')) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  const stopping = client;
  client = undefined;
  await stopping?.stop();
}

async function restart(): Promise<void> {
  await deactivate();
  await start();
}

async function start(): Promise<void> {
  const settings = workspace.getConfiguration('seclint');
  const command = settings.get<string>('path', 'seclint');
  const args = ['lsp', ...settings.get<string[]>('arguments', [])];
  // The server asks VS Code to watch files itself. It looks at files of any name, so documents of any language go to it.
  client = new LanguageClient(
    'seclint',
    'seclint',
    { command, args, transport: TransportKind.stdio },
    { documentSelector: [{ scheme: 'file' }, { scheme: 'untitled' }] },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const chosen = await window.showErrorMessage(`seclint cannot be started as ${command}: ${error}`, 'Open settings');
    if (chosen) {
      await commands.executeCommand('workbench.action.openSettings', 'seclint.path');
    }
  }
}
