'use strict';
(() => {
  const root = document.documentElement;
  const theme = document.getElementById('theme');
  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const name = () => { theme.textContent = isDark() ? 'Light' : 'Dark'; theme.setAttribute('aria-label', theme.textContent + ' colours'); };
  theme.hidden = false;
  name();
  theme.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; name(); });

  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target instanceof HTMLDetailsElement) { target.open = true; target.querySelector('summary').focus({preventScroll: true}); }
    target.scrollIntoView();
  };
  addEventListener('hashchange', open);
  open();

  const form = document.getElementById('filter');
  if (!form) return;
  const list = document.getElementById('list');
  const shown = document.getElementById('shown');
  const levels = [...form.querySelectorAll('[name=level]')].map((box) => box.value);
  const findings = [...list.querySelectorAll('.finding')].map((element) => ({element, text: element.textContent.toLowerCase(), ...element.dataset}));

  const keyOf = (finding, by) => finding[by] || 'no ' + by;
  const arrange = (by) => {
    const groups = new Map();
    for (const finding of findings) {
      const key = keyOf(finding, by);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(finding);
    }
    const keys = [...groups.keys()];
    if (by === 'level') keys.sort((a, b) => levels.indexOf(a) - levels.indexOf(b));
    list.replaceChildren(...keys.map((key) => {
      const section = document.createElement('section');
      section.className = 'group';
      const heading = document.createElement('h3');
      heading.textContent = key;
      section.setAttribute('aria-label', key);
      section.append(heading, ...groups.get(key).map((finding) => finding.element));
      return section;
    }));
  };
  const filter = () => {
    const wanted = new FormData(form);
    const on = wanted.getAll('level');
    const words = wanted.get('text').toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const finding of findings) {
      const isShown = on.includes(finding.level) &&
        ['rule', 'file', 'service'].every((key) => !wanted.get(key) || wanted.get(key) === finding[key]) &&
        words.every((word) => finding.text.includes(word));
      finding.element.hidden = !isShown;
      if (isShown) count++;
    }
    for (const section of list.children) section.hidden = !section.querySelector('.finding:not([hidden])');
    shown.textContent = `${count} of ${findings.length} findings shown`;
  };
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', filter);
  form.elements.group.addEventListener('change', () => { arrange(form.elements.group.value); filter(); });
  form.addEventListener('reset', () => setTimeout(() => { arrange(form.elements.group.value); filter(); }));
  addEventListener('keydown', (event) => {
    const isTyping = event.target.closest && event.target.closest('input, select, textarea');
    if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) { event.preventDefault(); form.elements.text.focus(); }
  });
  arrange('level');
  filter();
})();
