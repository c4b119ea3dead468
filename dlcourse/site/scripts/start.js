// Once a page is read, its ticks, quizzes and the menu hear of every change of the one state.

const store = new Store(messages());
addTicks(store);
addQuizzes(store);
addTools(store);
addRecall(store);
addGoOn(store);
addPassed(store);
