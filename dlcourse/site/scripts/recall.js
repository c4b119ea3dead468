// Questions are asked again after a pause: a short one behind a wrong answer, a longer one behind each right one.

const DAY = 86_400_000; // milliseconds
const PAUSES = [10 / 1440, 3, 10, 30, 90].map((days) => days * DAY); // by how often in a row it was right

/** When a question is to be asked again; never if it was not answered yet. */
function dueAt({ recall }, name) {
  if (!recall.has(name)) return Infinity;
  const [right, at] = recall.get(name);
  return at + PAUSES[Math.min(right, PAUSES.length - 1)];
}

/** The questions to be asked now, those with the fewest right answers first. */
function due(state) {
  const now = Date.now();
  return QUESTIONS.filter((name) => dueAt(state, name) <= now).sort((a, b) => state.recall.get(a)[0] - state.recall.get(b)[0]);
}

/** Keep an answer. Who opens a choice before its time reads what is behind it: that says nothing of what they know. */
function note(state, choice) {
  const name = question(choice);
  state.answers.set(name, says(choice));
  if (state.recall.has(name) && dueAt(state, name) > Date.now()) return;
  const [before] = state.recall.get(name) ?? [0];
  state.recall.set(name, [isRight(choice) ? before + 1 : 0, Date.now()]);
}

/** The page that asks again: one question at a time, then when to come back; or all of them, to read. */
function addRecall(store) {
  const place = document.querySelector('.dlc-recall');
  if (!place) return;
  const all = [...place.querySelectorAll('.dlc')];
  const nameOf = (part) => question(part.querySelector('details[name]'));
  const status = element('p', { role: 'status' });
  const next = element('button', { type: 'button', class: 'btn btn-sm', onclick: () => show(true) }, 'Next question');
  const read = element('button', { type: 'button', class: 'btn btn-sm', onclick: readAll }, 'Read all questions');
  place.prepend(status);
  place.append(element('p', { class: 'dlc-again d-print-none' }, next, ' ', read));

  function show(focus) {
    const state = store.state();
    const [name] = due(state);
    for (const part of all) {
      part.hidden = nameOf(part) !== name;
      for (const choice of part.querySelectorAll('details')) choice.open = false;
    }
    next.hidden = true;
    status.textContent = name ? `${many(due(state).length, 'question')} to answer.` : later(state);
    if (name && focus) all.find((part) => !part.hidden).querySelector('summary').focus();
  }

  function readAll() {
    for (const part of all) part.hidden = false;
    status.textContent = `All ${all.length} questions. What you open here is not kept.`;
    read.hidden = next.hidden = true;
  }

  for (const choice of place.querySelectorAll('details[name]')) {
    choice.firstElementChild.addEventListener('click', () => {
      if (read.hidden || dueAt(store.state(), question(choice)) > Date.now()) return;
      store.change((state) => note(state, choice));
      const state = store.state();
      const rest = due(state).length;
      const verdict = isRight(choice) ? 'Right.' : 'Not right: open the other choices, too.';
      status.textContent = `${verdict} It comes back ${when(dueAt(state, question(choice)))}. ${rest ? `${rest} more.` : later(state)}`;
      next.hidden = !rest;
    });
  }
  show(false);
  place.classList.add('dlc-chosen');
}

/** What to say when no question is due. */
function later(state) {
  const first = Math.min(...QUESTIONS.map((name) => dueAt(state, name)));
  if (first === Infinity) return 'Nothing to ask yet: answer the quiz at the end of a chapter, and its questions come back here.';
  return `Nothing more to ask now. The next question comes ${when(first)}.`;
}

function when(time) {
  const days = Math.round((time - Date.now()) / DAY);
  if (days > 0) return `in ${many(days, 'day')}`;
  return `in ${many(Math.max(1, Math.ceil((time - Date.now()) / 60_000)), 'minute')}`;
}
