// What a chart shows, to be read.

import {leftBy, wideTable} from './parts.js';
import {element, place} from './text.js';

/** A table of a chart's points to be opened; it is filled when it is opened first. */
export class ChartTable {
  #name = element('span', {class: 'hidden'});
  #body = element('div', {});
  #shown = null;
  #filled = false;

  constructor() {
    this.root = element('details', {class: 'as-table'}, element('summary', {}, 'As a table', this.#name), this.#body);
    this.root.ontoggle = () => this.#fill();
  }

  /** What chart() takes. */
  show(shown) {
    this.#shown = shown;
    this.#filled = false;
    this.#name.textContent = ', ' + chartName(shown);
    this.#fill();
  }

  #fill() {
    if (this.root.open && !this.#filled) {
      this.#filled = true;
      const left = leftBy(this.#body);
      this.#body.replaceChildren(...tableOf(this.#shown));
      left(this.#body);
    }
  }
}

/** How a chart is called where it is not seen. */
export function chartName({title, x, y}) {
  return title + ': ' + y.label + ' over ' + x.label;
}

/** Where x counts something, a row for each and a column for each series; or else a row for each point. */
function tableOf(shown) {
  const {x, y, series, rules} = shown;
  const text = (axis, value) => (axis.exact ?? axis.text)(value);
  const value = ({dots}, point) => dots && point.id ? element('a', {href: place(point.id), 'aria-label': point.title}, text(y, point.y)) : text(y, point.y);
  const at = point => point.listed ?? point.x;
  const [heads, rows] = x.whole
    ? [[x.label, ...series.map(each => each.name)],
      byX(series, at).map(([key, cells]) => [text(x, key), ...cells.map((points, i) => cell(points.map(point => value(series[i], point))))])]
    : [['Curve', x.label, y.label], series.flatMap(each => each.points.map(point => [each.name, text(x, at(point)), value(each, point)]))];
  return [
    wideTable(chartName(shown), heads, rows),
    ...rules.length === 0 ? [] : [element('p', {class: 'quiet foot'}, 'Lines across: ' + rules.map(rule => rule.name + ' ' + text(y, rule.y)).join(', ') + '.')]];
}

/** In the order of x, for each the points that the series have there. */
function byX(series, at) {
  const rows = new Map();
  series.forEach((each, i) => {
    for (const point of each.points) {
      if (!rows.has(at(point))) {
        rows.set(at(point), series.map(() => []));
      }
      rows.get(at(point))[i].push(point);
    }
  });
  return [...rows].sort(([one], [other]) => one - other);
}

/** Seldom of more than one. */
function cell(values) {
  return values.length === 1 ? values[0] : element('span', {}, ...values.flatMap((value, i) => i === 0 ? [value] : [', ', value]));
}
