// Where pictures are looked at: one over the other with a divider, side by side, or one alone; enlarged without smoothing, so that pixels stay pixels.

import {element} from './text.js';

const ZOOMS = [1, 2, 3, 4, 6, 8, 12, 16, 24];
const HEIGHT_SHARE = 0.62;
const NARROW = 640;

export class Stage {
  #size = {width: 1, height: 1};
  #zoom = null;
  #split = 50;
  #mode = '';
  #panes = [];
  #onZoom;

  /** onZoom hears the factor whenever it changes. */
  constructor(onZoom) {
    this.#onZoom = onZoom;
    this.root = element('div', {class: 'stage'});
    new ResizeObserver(() => this.#layout()).observe(this.root);
  }

  /** size is the clip's; mode is "split", "side" or another, which shows one picture. */
  prepare(size, mode) {
    if (this.#size.width === size.width && this.#size.height === size.height && this.#mode === mode) {
      return;
    }
    this.#size = size;
    this.#mode = mode;
    this.#panes = mode === 'side' ? [this.#pane(1), this.#pane(1)] : [this.#pane(mode === 'split' ? 2 : 1)];
    this.root.classList.toggle('two', mode === 'side');
    this.root.replaceChildren(...this.#panes.map(pane => pane.frame));
    this.#layout();
  }

  /** As many pictures as the mode shows, with a name for each. */
  draw(pictures, names) {
    const canvases = this.#panes.flatMap(pane => pane.canvases);
    pictures.forEach((picture, i) => {
      canvases[i].getContext('2d').drawImage(picture, 0, 0);
      canvases[i].setAttribute('aria-label', names[i]);
    });
    const badges = this.#panes.flatMap(pane => pane.badges);
    names.forEach((name, i) => {
      if (badges[i].textContent !== name) {
        badges[i].textContent = name;
      }
    });
  }

  /** By so many steps; 0 makes it fit. */
  zoom(steps) {
    const now = this.#factor();
    this.#zoom = steps === 0 ? null
      : steps > 0 ? ZOOMS.find(each => each > now) ?? ZOOMS.at(-1)
      : ZOOMS.findLast(each => each < now) ?? ZOOMS[0];
    this.#layout();
  }

  /** The divider to a share of what is seen, 0 to 100. */
  divide(share) {
    this.#split = Math.max(0, Math.min(100, share));
    this.#cut();
  }

  get split() {
    return this.#split;
  }

  #pane(count) {
    const canvases = Array.from({length: count}, () => element('canvas', {width: this.#size.width, height: this.#size.height, role: 'img'}));
    const badges = canvases.map((_, i) => element('span', {class: 'badge' + (i > 0 ? ' right' : '')}));
    const sheet = element('div', {class: 'sheet'}, ...canvases);
    const scroller = element('div', {class: 'scroller', tabindex: '0', role: 'group', 'aria-label': 'Picture'}, sheet);
    const frame = element('div', {class: 'pane'}, scroller, ...badges);
    const pane = {frame, scroller, sheet, canvases, badges, divider: null};
    if (count === 2) {
      pane.divider = this.#divider(pane);
      frame.append(pane.divider);
    }
    scroller.onscroll = () => {
      this.#cut();
      for (const other of this.#panes) {
        if (other !== pane) {
          other.scroller.scrollLeft = scroller.scrollLeft;
          other.scroller.scrollTop = scroller.scrollTop;
        }
      }
    };
    pan(scroller);
    return pane;
  }

  #divider(pane) {
    const divider = element('div', {class: 'divider', role: 'slider', tabindex: '0', 'aria-label': 'Divider', 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-orientation': 'horizontal'});
    const follow = move => {
      const box = pane.scroller.getBoundingClientRect();
      this.divide((move.clientX - box.left) / box.width * 100);
    };
    divider.onpointerdown = press => {
      divider.setPointerCapture(press.pointerId);
      divider.onpointermove = follow;
      press.preventDefault();
      divider.focus();
    };
    divider.onpointerup = () => {
      divider.onpointermove = null;
    };
    divider.onkeydown = press => {
      const step = press.shiftKey ? 10 : 1;
      const to = {ArrowLeft: this.#split - step, ArrowRight: this.#split + step, Home: 0, End: 100}[press.key];
      if (to !== undefined) {
        press.preventDefault();
        press.stopPropagation();
        this.divide(to);
      }
    };
    return divider;
  }

  /** What fits, in whole pixels where it is enlarged. */
  #factor() {
    if (this.#zoom) {
      return this.#zoom;
    }
    const beside = this.#mode === 'side' && this.root.clientWidth >= NARROW ? 2 : 1;
    const fits = Math.min(this.root.clientWidth / beside / this.#size.width, innerHeight * HEIGHT_SHARE / this.#size.height);
    return fits >= 1 ? Math.floor(fits) : Math.max(fits, 0.05);
  }

  #layout() {
    if (this.root.clientWidth === 0) {
      return;
    }
    const factor = this.#factor();
    for (const {scroller, sheet} of this.#panes) {
      const middle = [(scroller.scrollLeft + scroller.clientWidth / 2) / Math.max(1, sheet.offsetWidth), (scroller.scrollTop + scroller.clientHeight / 2) / Math.max(1, sheet.offsetHeight)];
      sheet.style.width = Math.round(this.#size.width * factor) + 'px';
      sheet.style.height = Math.round(this.#size.height * factor) + 'px';
      sheet.classList.toggle('smooth', factor < 1);
      scroller.style.maxHeight = Math.round(Math.max(innerHeight * HEIGHT_SHARE, 200) + 2) + 'px';
      scroller.scrollLeft = middle[0] * sheet.offsetWidth - scroller.clientWidth / 2;
      scroller.scrollTop = middle[1] * sheet.offsetHeight - scroller.clientHeight / 2;
    }
    this.#cut();
    this.#onZoom(factor);
  }

  /** Of the upper picture only what lies right of the divider is seen. */
  #cut() {
    for (const {scroller, sheet, canvases, divider} of this.#panes) {
      if (divider) {
        const at = scroller.getBoundingClientRect().left + scroller.clientWidth * this.#split / 100;
        const box = sheet.getBoundingClientRect();
        const share = Math.max(0, Math.min(100, (at - box.left) / Math.max(1, box.width) * 100));
        canvases[1].style.clipPath = 'inset(0 0 0 ' + share.toFixed(3) + '%)';
        divider.style.left = this.#split + '%';
        divider.setAttribute('aria-valuenow', String(Math.round(this.#split)));
        divider.setAttribute('aria-valuetext', Math.round(this.#split) + ' percent left');
      }
    }
  }
}

/** A picture that is larger than its place is drawn along by hand. */
function pan(scroller) {
  scroller.onpointerdown = press => {
    if (press.pointerType !== 'mouse' || press.button !== 0) {
      return;
    }
    const from = [press.clientX + scroller.scrollLeft, press.clientY + scroller.scrollTop];
    scroller.setPointerCapture(press.pointerId);
    scroller.onpointermove = move => {
      scroller.scrollLeft = from[0] - move.clientX;
      scroller.scrollTop = from[1] - move.clientY;
    };
  };
  scroller.onpointerup = () => {
    scroller.onpointermove = null;
  };
}
