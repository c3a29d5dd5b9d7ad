// Writes the licences of the packages that esbuild put into the extension: node notices.mjs META-FILE > NOTICES.txt
import { readdirSync, readFileSync } from 'node:fs';

const { inputs } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const found = new Set();
for (const file of Object.keys(inputs)) {
  const [, folder] = file.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//) ?? [];
  if (folder) found.add(folder);
}
for (const folder of [...found].sort()) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|thirdpartynotices)/i.test(file)).sort();
  if (!texts.length) throw new Error(`${name} has no licence`);
  console.log(`${name} ${version} (${license})\n`);
  for (const text of texts) console.log(readFileSync(`${folder}/${text}`, 'utf8').replaceAll('\r\n', '\n'));
}
