// The ticks of this page, and how much of each chapter is done, in the menu and in the list of chapters.

function addTicks(store) {
  const page = pageOf(location.pathname);
  const boxes = [...document.querySelectorAll('.dlc-tick input')];
  for (const box of boxes) {
    box.addEventListener('change', () => {
      store.change((state) => {
        if (box.checked) return tick(state, box);
        state.ticks.get(page).delete(box.dataset.section);
        if (!state.ticks.get(page).size) state.ticks.delete(page);
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

/** Tick the section that a part of this page stands in. */
function tick(state, part) {
  const box = part.closest('section:has(> .dlc-tick)')?.querySelector(':scope > .dlc-tick input');
  if (!box) return; // a page that is no chapter
  const page = pageOf(location.pathname);
  const done = state.ticks.get(page) ?? new Set();
  state.ticks.delete(page); // the page that was ticked last is the last one
  state.ticks.set(page, done.add(box.dataset.section));
}

/** `dlcourse check` links here when every test of the chapter's exercises passes. */
function addPassed(store) {
  const list = document.querySelector('.dlc-exercises');
  const look = () => {
    if (location.hash !== '#passed' || !list) return;
    store.change((state) => tick(state, list));
    history.replaceState(history.state, '', location.pathname + location.search);
    list.scrollIntoView();
    store.tell('Every test of these exercises passes, and their section is ticked.');
  };
  addEventListener('hashchange', look);
  look();
}

/** On the first page: where to go on, and how many questions wait. */
function addGoOn(store) {
  const place = document.querySelector('.dlc-start p');
  if (!place) return;
  const [first] = place.children;
  const begin = [first.getAttribute('href'), first.textContent];
  const again = element('a', { href: 'recall.html' });
  place.append(again);
  store.on((state) => {
    const open = Object.keys(CHAPTERS).filter((page) => sectionsDone(state, page) < CHAPTERS[page].length);
    const last = [...state.ticks.keys()].filter((page) => CHAPTERS[page]).at(-1);
    const page = last && (open.find((page) => page >= last) ?? open[0]);
    const card = page && document.querySelector(`article ol a[href="${page}.html"]`);
    const section = card && CHAPTERS[page].find((name) => !state.ticks.get(page)?.has(name));
    first.setAttribute('href', card ? `${page}.html#${section}` : begin[0]);
    first.textContent = card ? `Go on with ${card.firstChild.textContent}` : begin[1];
    const waiting = due(state).length;
    again.hidden = !waiting;
    again.textContent = `Answer again: ${many(waiting, 'question')}`;
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
