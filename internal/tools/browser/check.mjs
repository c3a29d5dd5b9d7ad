// Opens a report page from the disk in Chromium and uses it as a person would. Prints what is wrong, a line each, and nothing where all
// is well. node check.mjs CHROMIUM FILE [SCREENSHOT-PREFIX]
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const [executablePath, file, prefix] = process.argv.slice(2);
const url = pathToFileURL(file).href;
const wrong = [];
const expect = (is, what) => { if (!is) wrong.push(what); };

const browser = await chromium.launch({executablePath, args: ['--no-sandbox']});
const visit = async (options) => {
  const page = await browser.newPage({viewport: {width: 1300, height: 1000}, ...options});
  page.on('dialog', (dialog) => { wrong.push('a dialog opened: ' + dialog.message()); dialog.dismiss(); });
  page.on('console', (message) => wrong.push('console: ' + message.text()));
  page.on('pageerror', (error) => wrong.push('error: ' + error));
  page.on('request', (request) => expect(request.url().split('#')[0] === url, 'a request to ' + request.url()));
  page.on('popup', () => wrong.push('a window opened'));
  await page.goto(url);
  return page;
};
const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const visible = (page) => page.locator('.finding:visible').count();

const grounds = new Set();
for (const colorScheme of ['light', 'dark']) {
  const page = await visit({colorScheme});
  const before = await background(page);
  grounds.add(before);
  await page.locator('#theme').click();
  expect(await background(page) !== before, `the button for colours changes nothing on ${colorScheme} ground`);
  await page.locator('#theme').click();
  if (prefix) await page.screenshot({path: `${prefix}-${colorScheme}.png`, fullPage: true});
  await page.close();
}
expect(grounds.size === 2, 'light and dark look the same');

const page = await visit({});
for (const role of ['main', 'navigation', 'banner', 'contentinfo', 'search', 'status']) {
  expect(await page.getByRole(role).count() === 1, `no landmark or role ${role}`);
}
expect(await page.getByRole('img').count() >= 1, 'the map has no role');
const all = await page.locator('.finding').count();
expect(all > 0, 'there are no findings');
for (const name of ['Rule', 'File', 'Service', 'Text', 'Group by']) {
  expect(await page.getByLabel(name, {exact: true}).count() === 1, `no control is called ${name}`);
}
const shown = await visible(page);
expect(await page.getByRole('status').textContent() === `${shown} of ${all} findings shown`, 'the count is not that of the findings');
for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
expect(await visible(page) === 0, 'findings are shown of no severity');
for (const box of await page.getByRole('checkbox').all()) await box.check();
expect(await visible(page) === all, 'not all findings are shown of all severities');
for (const name of ['Rule', 'File', 'Service']) {
  const control = page.getByLabel(name, {exact: true});
  const values = await control.locator('option').allTextContents();
  if (values.length < 2) continue;
  await control.selectOption({index: 1});
  const some = await visible(page);
  const data = await page.locator('.finding:visible').evaluateAll((list, key) => list.map((each) => each.dataset[key]), name.toLowerCase());
  expect(some > 0 && data.every((value) => value === data[0]), `the filter by ${name} shows ${some} findings of ${new Set(data).size}`);
  await control.selectOption({index: 0});
}
for (const by of ['rule', 'file', 'service', 'level']) {
  await page.getByLabel('Group by').selectOption(by);
  const groups = await page.locator('.group').evaluateAll((list, key) =>
    list.map((group) => new Set([...group.querySelectorAll('.finding')].map((each) => each.dataset[key])).size), by);
  expect(groups.length > 0 && groups.every((size) => size === 1), `a group by ${by} has findings of several`);
  expect(await page.locator('.finding').count() === all, `grouping by ${by} lost findings`);
}
await page.locator('h1').click();
await page.keyboard.press('/');
await page.keyboard.type('no finding has this text');
expect(await visible(page) === 0, 'a text that no finding has shows some');
await page.getByRole('button', {name: 'Reset'}).click();
await page.waitForFunction((count) => document.querySelectorAll('.finding:not([hidden])').length === count, shown);

const link = page.locator('.finding:visible .about a').first();
if (await link.count()) {
  const target = await link.getAttribute('href');
  await link.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction((id) => document.getElementById(id).open, target.slice(1));
}
await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
await page.goto(url);
await page.keyboard.press('Tab');
expect(await page.evaluate(() => document.activeElement.className) === 'skip', 'the first stop of the keyboard is not the link to the content');
const unnamed = await page.evaluate(() => [...document.querySelectorAll('a, button, select, input, [tabindex="0"]')].filter((each) =>
  !(each.getAttribute('aria-label') || each.textContent.trim() || each.labels && each.labels.length)).length);
expect(unnamed === 0, `${unnamed} controls have no name`);
expect(await page.evaluate(() => window.hacked === undefined), 'a text of a scanned file ran');
await page.evaluate(() => { try { document.body.insertAdjacentHTML('beforeend', '<img src="http://192.0.2.1/x">'); window.hacked = 1; } catch {} });
expect(await page.evaluate(() => window.hacked === undefined), 'the policy lets a script write HTML');
wrong.splice(0, wrong.length, ...wrong.filter((line) => !line.includes('TrustedHTML')));
await page.close();

const narrow = await visit({viewport: {width: 360, height: 800}});
const over = await narrow.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
expect(over <= 1, `the page is ${over} pixels wider than a small screen`);
await narrow.close();

const plain = await visit({javaScriptEnabled: false});
expect(await visible(plain) === all, 'without scripts findings are missing');
await plain.close();
await browser.close();
if (wrong.length) console.log(wrong.join('\n'));
