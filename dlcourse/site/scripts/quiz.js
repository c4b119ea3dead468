// The quizzes of this page: the choice that stands open is the answer, and it is open again tomorrow.

function addQuizzes(store) {
  for (const quiz of document.querySelectorAll('.dlc:has(> details[name]):not(.dlc-recall > *)')) {
    const choices = [...quiz.querySelectorAll('details[name]')];
    const names = new Set(choices.map(question));
    const status = element('span', { role: 'status' });
    const again = element('button', { type: 'button', class: 'btn btn-sm', onclick: startAgain }, 'Answer again');
    quiz.append(element('p', { class: 'dlc-again d-print-none' }, again, ' ', status));

    function startAgain() {
      store.change(({ answers }) => names.forEach((name) => answers.delete(name)));
      choices[0].firstElementChild.focus();
    }

    for (const choice of choices) {
      // a click or a key, and not `toggle`: looking for a word on the page opens choices too
      choice.firstElementChild.addEventListener('click', (event) => {
        event.preventDefault(); // the answer that is kept opens the choice, below
        store.change((state) => {
          if (choice.open) state.answers.delete(question(choice));
          else {
            const before = [...names].filter((name) => state.answers.has(name)).length;
            note(state, choice);
            if (before < names.size && [...names].every((name) => state.answers.has(name))) tick(state, quiz);
          }
        });
      });
    }
    store.on(({ answers }) => {
      for (const choice of choices) choice.open = answers.get(question(choice)) === says(choice);
      const open = choices.filter((choice) => choice.open);
      const right = open.filter(isRight).length;
      again.disabled = !open.length;
      status.textContent = open.length ? `${open.length} of ${names.size} answered, ${right} right.` : '';
    });
  }
}

function question(choice) {
  return choice.getAttribute('name');
}

/** The words of a choice: they are what is kept, so that a quiz that was rewritten shows no wrong answer. */
function says(choice) {
  return choice.firstElementChild.textContent.trim();
}

function isRight(choice) {
  return choice.querySelector('p b').textContent.startsWith('✓');
}
