// Quality over the frames of a clip, with a line at the one that is looked at.

import {element, svg} from './text.js';

const HEIGHT = 84;
const EDGE = 6;

/** Frames with the lowest figures, the worst first. */
export function worst(values, count) {
  return values.map((value, frame) => ({value, frame})).filter(({value}) => Number.isFinite(value))
    .sort((one, other) => one.value - other.value || one.frame - other.frame).slice(0, count);
}

export class Timeline {
  #frames = 1;
  #lines = [];
  #frame = 0;
  #text = String;
  #go;

  /** go is told the frame that a reader points at. */
  constructor(go) {
    this.#go = go;
    this.plot = element('div', {class: 'frames'});
    this.root = element('div', {class: 'timeline'}, this.plot);
    this.plot.onpointerdown = press => {
      this.plot.setPointerCapture(press.pointerId);
      this.plot.onpointermove = move => this.#point(move);
      this.#point(press);
    };
    this.plot.onpointerup = () => {
      this.plot.onpointermove = null;
    };
    new ResizeObserver(() => this.#draw()).observe(this.plot);
  }

  /** lines: {tone, values by frame}; text makes a label of a figure. */
  show(frames, lines, text) {
    this.#frames = frames;
    this.#lines = lines.filter(line => line.values.some(Number.isFinite));
    this.#text = text;
    this.root.hidden = this.#lines.length === 0;
    this.#draw();
  }

  at(frame) {
    this.#frame = frame;
    this.cursor?.setAttribute('transform', 'translate(' + this.#across(frame) + ' 0)');
  }

  #across(frame) {
    return (EDGE + (this.plot.clientWidth - 2 * EDGE) * frame / Math.max(1, this.#frames - 1)).toFixed(1);
  }

  #point(at) {
    const box = this.plot.getBoundingClientRect();
    const share = (at.clientX - box.left - EDGE) / (box.width - 2 * EDGE);
    this.#go(Math.round(Math.max(0, Math.min(1, share)) * (this.#frames - 1)));
  }

  #draw() {
    const width = this.plot.clientWidth;
    const values = this.#lines.flatMap(line => line.values).filter(Number.isFinite);
    if (width === 0 || values.length === 0) {
      return;
    }
    const low = Math.min(...values);
    const high = Math.max(...values);
    const up = value => (EDGE + (HEIGHT - 2 * EDGE) * (high === low ? 0.5 : (high - value) / (high - low))).toFixed(1);
    this.cursor = svg('line', {class: 'cursor', x1: 0, x2: 0, y1: 0, y2: HEIGHT});
    this.plot.replaceChildren(svg('svg', {viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, 'aria-hidden': 'true'},
      ...this.#lines.map(line => svg('path', {class: 'line tone-' + line.tone, d: way(line.values, frame => this.#across(frame), up)})),
      svg('text', {class: 'tick', x: width - EDGE, y: 12, 'text-anchor': 'end'}, this.#text(high)),
      svg('text', {class: 'tick', x: width - EDGE, y: HEIGHT - 3, 'text-anchor': 'end'}, this.#text(low)),
      this.cursor));
    this.at(this.#frame);
  }
}

/** A frame without a figure, or an infinite one, leaves a gap. */
function way(values, across, up) {
  let drawn = '';
  let pen = 'M';
  values.forEach((value, frame) => {
    drawn += Number.isFinite(value) ? pen + across(frame) + ' ' + up(value) : '';
    pen = Number.isFinite(value) ? 'L' : 'M';
  });
  return drawn;
}
