// What the reader did, kept by the browser: ticks by page, the one ticked last at the end; quiz answers by question;
// and of each question how often in a row it was right, and when it was asked last, in milliseconds since 1970.
// The same text is the file that the reader takes to another device:
// {"format": "dlcourse progress", "version": 1, "ticks": {page: [section]}, "answers": {question: choice},
//  "recall": {question: [right, at]}}

const KEY = 'dlcourse.progress';
const FORMAT = 'dlcourse progress';
const VERSION = 1;
const LONGEST = 1e6; // characters; a whole course is a hundredth of it

/** A text that holds no state; the message says why, and ends a sentence that says which text. */
class Unreadable extends Error {}

/** A state of a later version than this page's, which must not write over it. */
class Newer extends Unreadable {}

function empty() {
  return { ticks: new Map(), answers: new Map(), recall: new Map() };
}

/** The state that a text holds, and how many of its parts made no sense and were left out. */
function parse(text) {
  if (text.length > LONGEST) throw new Unreadable('it is far too long to be a progress file');
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Unreadable('it is not JSON, or only a part of it is there');
  }
  if (data?.format !== FORMAT) throw new Unreadable(`it does not say "format": "${FORMAT}"`);
  if (data.version > VERSION) {
    throw new Newer(`a newer version of this site wrote it (${data.version}; this page reads ${VERSION}): reload the page`);
  }
  if (data.version !== VERSION) throw new Unreadable(`its version must be ${VERSION}`);
  const state = empty();
  let dropped = 0;
  for (const [page, sections] of entries(data.ticks)) {
    const good = Array.isArray(sections) ? sections.filter((section) => typeof section === 'string') : [];
    dropped += Array.isArray(sections) ? sections.length - good.length : 1;
    if (good.length) state.ticks.set(page, new Set(good));
  }
  for (const [question, choice] of entries(data.answers)) {
    if (typeof choice === 'string') state.answers.set(question, choice);
    else dropped += 1;
  }
  for (const [question, entry] of entries(data.recall)) {
    const good = Array.isArray(entry) && entry.length === 2 && entry.every((n) => Number.isInteger(n) && n >= 0);
    if (good) state.recall.set(question, entry);
    else dropped += 1;
  }
  const parts = [data.ticks, data.answers, data.recall ?? {}]; // an old file says nothing of recall
  return { state, dropped: dropped + parts.filter((part) => !isPlain(part)).length };
}

function isPlain(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entries(value) {
  return isPlain(value) ? Object.entries(value) : [];
}

/** The text of a state; `parse` reads it. */
function format({ ticks, answers, recall }) {
  const lists = [...ticks].map(([page, sections]) => [page, [...sections]]);
  const [of, kept, again] = [lists, answers, recall].map((part) => Object.fromEntries(part));
  const parts = { ticks: of, answers: kept, recall: again };
  return JSON.stringify({ format: FORMAT, version: VERSION, ...parts }, null, 1);
}

/** The state in this browser. `tell` shows the reader a message; listeners hear of every change. */
class Store {
  #listeners = [];
  #unsaved = null; // the text, where it cannot be kept
  #frozen = false; // what is kept belongs to a newer page

  constructor(tell) {
    this.tell = tell;
    addEventListener('storage', ({ key }) => (key === KEY || key === null) && this.#changed()); // another tab
    addEventListener('pageshow', ({ persisted }) => persisted && this.#changed()); // the back button
  }

  /** Call `listener` with the state, now and after each change. */
  on(listener) {
    this.#listeners.push(listener);
    listener(this.state());
  }

  /** Apply `edit` to the state and keep the result. */
  change(edit) {
    const state = this.state();
    edit(state);
    this.#keep(format(state));
    this.#changed();
  }

  /** The state as it is now; empty if what was kept cannot be read, of which the reader is told. */
  state() {
    const text = this.#text();
    if (text === null) return empty();
    try {
      return parse(text).state;
    } catch (problem) {
      if (!(problem instanceof Unreadable)) throw problem;
      if (problem instanceof Newer) this.#freeze(problem);
      else this.#putAside(text, problem);
      return empty();
    }
  }

  #changed() {
    const state = this.state();
    for (const listener of this.#listeners) listener(state);
  }

  #text() {
    if (this.#unsaved !== null) return this.#unsaved;
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // the browser keeps nothing for this site; `#keep` tells when there is something to lose
    }
  }

  #keep(text) {
    this.#unsaved = text;
    if (this.#frozen) return;
    try {
      localStorage.setItem(KEY, text);
      this.#unsaved = null;
    } catch (refused) {
      this.tell(
        `Your browser refuses to keep your progress (${refused.name}): it is gone when you leave this page, ` +
          'unless you save it to a file, in the menu under “Your progress”.',
      );
    }
  }

  #freeze(problem) {
    this.#frozen = true;
    this.tell(`Your progress cannot be shown: ${problem.message}. What you tick here until then is not kept.`);
  }

  #putAside(text, problem) {
    try {
      localStorage.setItem(`${KEY}.damaged`, text);
      localStorage.removeItem(KEY);
    } catch {
      // it stays where it is, and the next change writes over it
    }
    this.tell(
      `The progress that this browser kept cannot be read: ${problem.message}. Ticks start anew; ` +
        'if you have a saved file, load it in the menu under “Your progress”.',
    );
  }
}
