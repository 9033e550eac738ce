// Charts as SVG: colours and fonts come from the style sheet, letters stay letters.

import {chartName, ChartTable} from './charttable.js';
import {element, place as placeOf, svg} from './text.js';

const HEIGHT = 310;
const LEAST_WIDTH = 280;
const EDGE = {top: 30, right: 14, bottom: 40, left: 48};
const TICKS = 5;

/**
 * A chart with its legend, and its points as a table to be opened.
 *
 * x and y: {label, log, whole: no ticks between integers, zero: begins at 0, text: value → label, exact: the same in the table, top: a value above
 * which points lie on the edge}.
 * series: {name, tone, points: [{x, y, title, id: of the experiment that it opens, from: a point that a thin line leads from, listed: another x for
 * the table}], line, step, bars: one for each integer of x, dashed, dots, tabbed: those that open something are in the order of the tab key}, drawn in
 * this order.
 * rules: {y, name, tone}: lines across.
 * tabled: its points stand in a table beside it already.
 */
export function chart(shown) {
  const made = new Chart();
  made.show(shown);
  return made.root;
}

/** One that goes on with other points: what has the focus, is open or is scrolled in it stays so. */
export class Chart {
  #caption = element('figcaption', {});
  #plot = element('div', {class: 'plot'});
  #table = new ChartTable();
  #shown = null;
  #width = 0;

  constructor() {
    this.root = element('figure', {class: 'chart'}, this.#caption, this.#plot, this.#table.root);
    new ResizeObserver(() => {
      const now = Math.max(LEAST_WIDTH, Math.round(this.#plot.clientWidth));
      if (this.#shown && now !== this.#width) {
        this.#width = now;
        this.#draw();
      }
    }).observe(this.#plot);
  }

  /** What chart() takes. */
  show({series, rules = [], ...what}) {
    this.#shown = {series: series.filter(each => each.points.length > 0), rules, ...what};
    this.#caption.replaceChildren(element('b', {}, what.title), ...[...this.#shown.series, ...rules].map(key));
    this.#table.root.hidden = what.tabled ?? false;
    this.#table.show(this.#shown);
    if (this.#width > 0) {
      this.#draw();
    }
  }

  /** It is drawn anew when its width changes. */
  #draw() {
    const focused = this.#plot.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    this.#plot.replaceChildren(draw(this.#width, this.#shown));
    if (focused) {
      [...this.#plot.querySelectorAll('a')].findLast(link => link.getAttribute('href') === focused)?.focus({preventScroll: true});
    }
  }
}

function key(each) {
  const kind = (each.dashed || 'y' in each ? ' dashed' : '') + (each.line || each.step || 'y' in each ? '' : each.bars ? ' column' : ' dot');
  return element('span', {class: 'key tone-' + each.tone + kind}, each.name);
}

function draw(width, shown) {
  const {x, y, series, rules} = shown;
  const points = series.flatMap(each => each.points);
  const across = scale(points.map(each => each.x), EDGE.left, width - EDGE.right, x);
  const values = [...points.map(each => each.y), ...rules.map(rule => rule.y)].filter(value => y.top === undefined || value <= y.top);
  const up = scale(values, HEIGHT - EDGE.bottom, EDGE.top, y);
  const place = point => [across.at(point.x), up.at(y.top === undefined ? point.y : Math.min(point.y, up.high))];
  const bottom = HEIGHT - EDGE.bottom;
  const hasLinks = series.some(each => each.dots && each.points.some(point => point.id));
  // What is in an image cannot be gone to; beside links only they are read out, and the table tells all.
  return svg('svg', {viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: hasLinks ? 'group' : 'img', 'aria-label': chartName(shown)},
    svg('g', {'aria-hidden': 'true'},
      ...up.ticks.flatMap(tick => [
        svg('line', {class: 'grid', x1: EDGE.left, x2: width - EDGE.right, y1: up.at(tick), y2: up.at(tick)}),
        svg('text', {class: 'tick', x: EDGE.left - 8, y: up.at(tick) + 4, 'text-anchor': 'end'}, y.text(tick))]),
      ...across.ticks.map(tick => svg('text', {class: 'tick', x: across.at(tick), y: bottom + 18, 'text-anchor': 'middle'}, x.text(tick))),
      svg('line', {class: 'base', x1: EDGE.left, x2: width - EDGE.right, y1: bottom, y2: bottom}),
      svg('text', {class: 'label', x: width - EDGE.right, y: HEIGHT - 4, 'text-anchor': 'end'}, x.label),
      svg('text', {class: 'label', x: 2, y: 12}, y.label),
      ...rules.map(rule => svg('line', {class: 'rule tone-' + rule.tone, x1: EDGE.left, x2: width - EDGE.right, y1: up.at(rule.y), y2: up.at(rule.y)})),
      ...series.filter(each => each.bars).flatMap(each => each.points.map(point => bar(each, point, place(point), bottom, across.at(1) - across.at(0)))),
      ...series.flatMap(each => each.points.filter(point => point.from).map(point => link(each, place(point.from), place(point)))),
      ...series.filter(each => each.line || each.step).map(each => path(each, place, width - EDGE.right))),
    ...series.filter(each => each.dots).flatMap(each => each.points.map(point => dot(each, point, place(point), y.top !== undefined && point.y > up.high))));
}

/** Where values lie between two edges, and its round ticks. */
function scale(values, from, to, {log, whole, zero}) {
  const finite = values.filter(Number.isFinite);
  let low = finite.length ? Math.min(...finite) : 0;
  let high = finite.length ? Math.max(...finite) : 1;
  if (log) {
    [low, high] = low === high ? [low / 1.5, high * 1.5] : [low * 0.92, high * 1.08];
  } else {
    const margin = low === high ? 1 : (high - low) * 0.06;
    [low, high] = [zero ? 0 : low - margin, high + margin];
  }
  const measure = log ? Math.log : value => value;
  const at = value => from + (measure(value) - measure(low)) / (measure(high) - measure(low)) * (to - from);
  return {at, low, high, ticks: log ? logarithmic(low, high) : linear(low, high, whole)};
}

function linear(low, high, whole) {
  const rough = (high - low) / TICKS;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max([1, 2, 5, 10].map(each => each * decade).find(each => each >= rough), whole ? 1 : 0);
  const ticks = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

function logarithmic(low, high) {
  const ticks = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.log10(high); decade++) {
    for (const digit of high / low > 8 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 7]) {
      const tick = digit * 10 ** decade;
      if (tick >= low && tick <= high) {
        ticks.push(tick);
      }
    }
  }
  return ticks;
}

/** A step goes on level until the next point, the last one to the edge. */
function path({points, tone, step, dashed}, place, edge) {
  let way = '';
  points.forEach((point, i) => {
    const [px, py] = place(point).map(value => value.toFixed(1));
    way += i === 0 ? `M${px} ${py}` : step ? `H${px}V${py}` : `L${px} ${py}`;
  });
  return svg('path', {class: 'line tone-' + tone + (dashed ? ' dashed' : ''), d: way + (step && points.length ? `H${edge}` : '')});
}

function link({tone}, [ax, ay], [bx, by]) {
  return svg('line', {class: 'link-line tone-' + tone, x1: ax.toFixed(1), y1: ay.toFixed(1), x2: bx.toFixed(1), y2: by.toFixed(1)});
}

function bar({tone, name}, {title}, [px, py], bottom, room) {
  const width = Math.max(1, Math.min(room * 0.8, 40));
  return svg('rect', {class: 'column tone-' + tone, x: (px - width / 2).toFixed(1), y: py.toFixed(1), width: width.toFixed(1), height: Math.max(0, bottom - py).toFixed(1)},
    svg('title', {}, title ?? name));
}

function dot({tone, name, tabbed}, {id, title = name}, [px, py], beyond) {
  const drawn = svg('circle', {class: 'dot tone-' + tone + (beyond ? ' beyond' : '') + (id ? ' open' : ''), cx: px.toFixed(1), cy: py.toFixed(1), r: 3.5},
    svg('title', {}, title));
  return id ? svg('a', {href: placeOf(id), 'aria-label': title, tabindex: tabbed ? '0' : '-1'}, drawn) : drawn;
}
