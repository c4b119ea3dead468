// The ticks of this page, and how much of each chapter is done, in the menu and in the list of chapters.

function addTicks(store) {
  const page = pageOf(location.pathname);
  const boxes = [...document.querySelectorAll('.dlc-tick input')];
  for (const box of boxes) {
    box.addEventListener('change', () => {
      store.change(({ ticks }) => {
        const done = ticks.get(page) ?? new Set();
        if (box.checked) done.add(box.dataset.section);
        else done.delete(box.dataset.section);
        if (done.size) ticks.set(page, done);
        else ticks.delete(page);
      });
    });
  }
  store.on((state) => {
    const done = state.ticks.get(page) ?? new Set();
    for (const box of boxes) {
      box.checked = done.has(box.dataset.section);
      const link = document.querySelector(`nav.page-toc a[href="#${CSS.escape(box.dataset.section)}"]`);
      if (link) mark(link, box.checked ? '✓' : '', 'done');
    }
    // the menu on every page, and the plan on the first one
    for (const link of document.querySelectorAll('.bd-docs-nav a, article ol strong > a')) {
      const chapter = pageOf(link.pathname);
      if (!CHAPTERS[chapter] || link.hash) continue;
      const [count, all] = [sectionsDone(state, chapter), CHAPTERS[chapter].length];
      const sign = count === all ? '✓' : `${count}/${all}`;
      link.style.setProperty('--done', count / all); // the menu draws it
      mark(link, count ? sign : '', count === all ? 'done' : `${count} of ${many(all, 'section')} done`);
    }
  });
}

/** The name of a page, by the path of its address. */
function pageOf(path) {
  return path.split('/').at(-1).replace(/\.html$/, '') || 'index';
}

/** Put a sign at the end of a link, and say to screen readers what it means; no sign takes it away. */
function mark(link, sign, meaning) {
  link.querySelector('.dlc-mark')?.remove();
  if (!sign) return;
  const shown = element('span', { 'aria-hidden': 'true' }, sign);
  link.append(element('span', { class: 'dlc-mark' }, shown, element('span', { class: 'visually-hidden' }, `(${meaning})`)));
}
