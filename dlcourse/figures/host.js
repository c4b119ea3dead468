// Runs figures on a page that has no kernel: gives each <dl-figure name state share> a model and an element.
// A classic script, because browsers load no modules from file://. Figures come when they are nearly in view.
(() => {
  'use strict';
  const folder = document.currentScript.src.replace(/[^/]*$/, '');
  const scripts = new Map(); // by name: the promise of a figure's definition, and how to keep it
  const models = new Map(); // by share id: figures with the same id have one model

  // What a figure uses of an anywidget model.
  class Model {
    #values;
    #listeners = new Map();

    constructor(values) {
      this.start = values;
      this.#values = { ...values };
    }

    get(key) {
      return this.#values[key];
    }

    set(key, value) {
      if (this.#values[key] === value) return;
      this.#values[key] = value;
      this.#tell(`change:${key}`);
    }

    save_changes() {
      this.#tell('change');
    }

    on(event, listener) {
      if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
      this.#listeners.get(event).add(listener);
    }

    off(event, listener) {
      this.#listeners.get(event)?.delete(listener);
    }

    #tell(event) {
      for (const listener of [...(this.#listeners.get(event) ?? [])]) listener();
    }
  }

  function load(name) {
    if (!scripts.has(name)) {
      const script = {};
      script.definition = new Promise((keep, fail) => {
        script.keep = keep;
        const tag = document.createElement('script');
        tag.src = `${folder}${name}.js`;
        tag.onerror = () => fail(new Error(`cannot load ${tag.src}`));
        document.head.append(tag);
      });
      scripts.set(name, script);
    }
    return scripts.get(name).definition;
  }

  window.dlfigures = { define: (name, make) => scripts.get(name).keep(make()) };

  // The address of a figure's state is #id?key=value&...; only what differs from the start is in it.
  function toAddress(id, model) {
    const changed = Object.keys(model.start).filter((key) => model.get(key) !== model.start[key]);
    const state = new URLSearchParams(changed.map((key) => [key, model.get(key)]));
    return changed.length ? `#${id}?${state}` : location.pathname + location.search;
  }

  // An address is typed by anyone: a value that the figure does not accept is left out.
  function fromAddress(id, model, state) {
    const [name, query] = location.hash.slice(1).split('?');
    if (name !== id || !query) return false;
    for (const [key, text] of new URLSearchParams(query)) {
      if (!Object.hasOwn(state, key)) continue;
      const { among, pattern, min, max } = state[key];
      const value = among || pattern ? text : parseFloat(text);
      const accepted = pattern ? RegExp(`^(?:${pattern})$`).test(text) : min <= value && value <= max;
      if (among ? among.includes(value) : accepted) model.set(key, value);
    }
    model.save_changes();
    return true;
  }

  function share(id, values) {
    if (!id) return new Model(values);
    if (!models.has(id)) models.set(id, new Model(values));
    return models.get(id);
  }

  async function start(el) {
    const began = performance.now();
    const id = el.getAttribute('share') || el.getAttribute('name');
    try {
      const definition = await load(el.getAttribute('name'));
      const model = share(el.getAttribute('share'), JSON.parse(el.getAttribute('state')));
      const linked = fromAddress(id, model, definition.state);
      const box = document.createElement('div');
      definition.render({ model, el: box });
      el.style.minHeight = `${el.offsetHeight}px`; // the room of its poster, while it trains or says more
      addEventListener('resize', () => (el.style.minHeight = ''), { once: true });
      el.replaceChildren(box);
      el.dataset.ready = Math.round(performance.now() - began); // milliseconds, for the tests
      if (linked) el.scrollIntoView();
      let timer;
      model.on('change', () => {
        clearTimeout(timer); // browsers refuse more than a hundred addresses in half a minute
        timer = setTimeout(() => history.replaceState(history.state, '', toAddress(id, model)), 300);
      });
      addEventListener('hashchange', () => fromAddress(id, model, definition.state));
    } catch (error) {
      el.dataset.failed = '';
      el.firstElementChild.append(` This figure did not start: ${error.message}`);
      throw error;
    }
  }

  const nearView = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        nearView.unobserve(target);
        start(target);
      }
    },
    { rootMargin: '600px' },
  );

  customElements.define(
    'dl-figure',
    class extends HTMLElement {
      connectedCallback() {
        const id = this.getAttribute('share') || this.getAttribute('name');
        if (location.hash.startsWith(`#${id}?`)) start(this);
        else nearView.observe(this);
      }
    },
  );
})();
