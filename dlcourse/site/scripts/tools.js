// Messages, and the reader's own copy of the state: "Your progress" at the end of the menu.

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function many(number, word) {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** A function that shows a message at the lower edge of the window until the reader closes it. */
function messages() {
  const text = element('span');
  const close = element('button', { type: 'button', class: 'btn btn-sm', onclick: () => show('') }, 'Close');
  const bar = element('p', { class: 'dlc-message d-print-none', role: 'status' }, text);
  function show(message) {
    if (text.textContent === message) return;
    text.textContent = message;
    if (message) bar.append(close);
    else close.remove();
  }
  document.querySelector('main').append(bar); // empty from the start: screen readers speak what comes later
  return show;
}

/** Put "Your progress" into the menu: how much is done, save, load, start over. */
function addTools(store) {
  const menu = document.querySelector('.sidebar-primary-items__end');
  if (!menu) return; // the search page has none
  const count = element('summary');
  const status = element('p', { role: 'status' });
  const file = element('input', { type: 'file', accept: '.json,application/json', hidden: '' });
  const button = (label, onclick) => element('button', { type: 'button', class: 'btn btn-sm', onclick }, label);
  file.addEventListener('change', async () => {
    const [chosen] = file.files;
    file.value = ''; // so that the same file can be chosen again
    if (chosen) status.textContent = await loadFile(store, chosen);
  });
  menu.append(
    element(
      'details',
      { class: 'dlc-reading' },
      count,
      element('p', {}, 'Ticks and quiz answers stay in this browser. To use them in another one, take them along in a file.'),
      button('Save to a file', () => (status.textContent = saveFile(store))),
      button('Load a file', () => file.click()),
      button('Start over', () => (status.textContent = startOver(store))),
      element('p', {}, element('a', { href: 'recall.html' }, 'Answer old questions again')),
      file,
      status,
    ),
  );
  store.on((state) => {
    const pages = Object.keys(CHAPTERS);
    const done = pages.reduce((sum, page) => sum + sectionsDone(state, page), 0);
    const all = pages.reduce((sum, page) => sum + CHAPTERS[page].length, 0);
    count.textContent = `Your progress: ${done} of ${all}`;
  });
}

/** How many of the sections that a page has now are ticked. */
function sectionsDone(state, page) {
  const ticked = state.ticks.get(page);
  return ticked ? CHAPTERS[page].filter((section) => ticked.has(section)).length : 0;
}

function saveFile(store) {
  const address = URL.createObjectURL(new Blob([format(store.state())], { type: 'application/json' }));
  const name = `dlcourse-progress-${new Date().toISOString().slice(0, 10)}.json`;
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // the download has begun by then
  return `Saved as ${name}.`;
}

/** Add what is in a file to the state; what to tell the reader. */
async function loadFile(store, file) {
  try {
    const { state, dropped } = parse(file.size > LONGEST ? ' '.repeat(LONGEST + 1) : await file.text());
    let ticks = 0;
    let answers = 0;
    store.change((mine) => {
      for (const [page, sections] of state.ticks) {
        const before = mine.ticks.get(page) ?? new Set();
        const both = new Set([...before, ...sections]);
        ticks += both.size - before.size;
        mine.ticks.set(page, both);
      }
      for (const [question, entry] of state.recall) {
        if (entry[1] > (mine.recall.get(question)?.[1] ?? -1)) mine.recall.set(question, entry);
      }
      for (const [question, choice] of state.answers) {
        answers += mine.answers.get(question) !== choice;
        mine.answers.set(question, choice);
      }
    });
    const rest = dropped ? ` What made no sense was left out: ${many(dropped, 'part')} of the file.` : '';
    return `Loaded ${file.name}: ${many(ticks, 'tick')} and ${many(answers, 'answer')} were new here.${rest}`;
  } catch (problem) {
    const why = problem instanceof Unreadable ? problem.message : `your browser cannot read it (${problem.name})`;
    return `${file.name} was not loaded: ${why}. Nothing changed. Choose a file that “Save to a file” made.`;
  }
}

function startOver(store) {
  if (!confirm('Remove all ticks and quiz answers from this browser?')) return 'Nothing was removed.';
  store.change((state) => {
    for (const part of Object.values(state)) part.clear();
  });
  return 'All ticks and answers are removed.';
}
