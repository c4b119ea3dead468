// Twenty fits of one recipe to twenty samples of the noise: their curves, and bias and variance at every step.
import { LOSSES, Net, optimizer, rng } from './net.mjs';

export const TRUTHS = {
  sine: { f: (x) => Math.sin(Math.PI * x), python: 'np.sin(np.pi * x)' },
  cubic: { f: (x) => 3 * x ** 3 - 2 * x, python: '3 * x**3 - 2 * x' },
  line: { f: (x) => 0.8 * x, python: '0.8 * x' },
};
export const [FITS, STEPS, STRIDE, RATE, TESTED] = [20, 1000, 25, 0.01, 100];
const line = (n) => Float64Array.from({ length: n }, (_, i) => -1 + (2 * i) / (n - 1));
export const XS = line(61);

/** Every sample has the same inputs and its own noise; the last ones are to validate with. */
export function sample({ truth, n, noise, seed }, fit) {
  const random = rng(10000 * (fit + 1) + seed);
  const X = line(n);
  return { X, y: X.map((x) => TRUTHS[truth].f(x) + noise * random.normal()) };
}

/** One net on one sample; it keeps what it says on XS after each STRIDE steps. */
class Fit {
  constructor(now, fit) {
    this.drop = { drop: now.drop, random: rng(7) };
    this.net = new Net([1, now.width, now.width, 1], ['tanh', 'tanh', 'linear'], rng(now.seed));
    this.move = optimizer(this.net.params, { kind: 'adam', lr: RATE, l2: Number(now.l2) });
    [this.sample, this.check] = [sample(now, fit), sample({ ...now, n: TESTED }, FITS)];
    [this.done, this.moments] = [0, []];
    this.look();
  }

  look() {
    const loss = ({ X, y }) => LOSSES.mse(this.net.forward(X).values.at(-1), y).loss;
    this.moments.push({ says: this.net.forward(XS).values.at(-1), train: loss(this.sample), check: loss(this.check) });
  }

  step() {
    const tape = this.net.forward(this.sample.X, this.drop);
    this.move(this.net.backward(tape, LOSSES.mse(tape.values.at(-1), this.sample.y).slope).grads);
    if (++this.done % STRIDE === 0) this.look();
  }
}

/** All fits of a recipe. The first is the reader's own; then come the ghosts, one after the other. */
export class Lab {
  constructor(now) {
    this.now = now;
    this.truth = XS.map(TRUTHS[now.truth].f);
    this.fits = [new Fit(now, 0)];
  }

  get mine() {
    return this.fits[0];
  }

  /** The fits that are trained to the end. */
  get ready() {
    return this.fits.filter((fit) => fit.done === STEPS);
  }

  /** Train for at most so many milliseconds; says whether there is more to do. */
  work(budget = Infinity) {
    const end = performance.now() + budget;
    while (performance.now() < end) {
      const last = this.fits.at(-1);
      if (last.done < STEPS) last.step();
      else if (this.fits.length === FITS) return false;
      else this.fits.push(new Fit(this.now, this.fits.length));
    }
    return true;
  }

  /** Over the fits that are ready, after so many steps: bias², variance and their sum, means over XS. */
  errors(step) {
    const says = this.ready.map((fit) => fit.moments[step / STRIDE].says);
    let [bias, variance] = [0, 0];
    this.truth.forEach((truth, i) => {
      const mean = says.reduce((sum, values) => sum + values[i], 0) / says.length;
      bias += (mean - truth) ** 2 / XS.length;
      variance += says.reduce((sum, values) => sum + (values[i] - mean) ** 2, 0) / says.length / XS.length;
    });
    return { bias, variance, error: bias + variance };
  }
}
