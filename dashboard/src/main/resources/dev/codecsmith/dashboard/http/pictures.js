// The picture: two videos of a clip, frame by frame.

import {Film} from './film.js';
import {pageHead} from './parts.js';
import {ask} from './request.js';
import {Stage} from './stage.js';
import {Timeline, worst} from './timeline.js';
import {element, figure, fromAddress} from './text.js';
import {experimentOf, videosOf} from './videos.js';

const VIEWS = {split: 'Split', side: 'Side by side', flip: 'Flip', difference: 'Difference', ssim: 'SSIM'};
const METRICS = {psnr_yuv: ['PSNR-YUV', value => figure(value, 2) + ' dB'], ffmpeg_ssim_all: ['SSIM', value => figure(value, 4)]};
const SIDES = ['left', 'right'];
/** Of their lines below the picture. */
const TONES = {left: 4, right: 2};
const AHEAD = 12;
const WORST = 8;
const CALM_MILLIS = 300;
const KEYS = [
  ['← →', 'a frame back or on, with Shift ten'], ['Home End', 'first and last frame'], ['Space', 'play and stop'], ['F', 'flip'],
  ['1 to 5', 'split, side by side, flip, difference, SSIM'], ['+ − 0', 'closer, further, all of it'], ['W', 'the next of the worst frames'],
];

/** What is on the page; keys go to it. */
let shown = null;

/** Fills an element; place is the campaign's id and, behind a question mark, clip, left, right, frame, view and more experiments to choose from. */
export async function showPictures(page, place) {
  if (shown?.asked === place && page.contains(shown.root)) {
    return shown.videos.campaign;
  }
  const [path, query] = place.split('?');
  const campaign = fromAddress(path);
  const asked = new URLSearchParams(query);
  const named = [...SIDES.map(side => asked.get(side)).filter(name => name).map(experimentOf), ...asked.getAll('with')].filter(id => id);
  const ids = named.length > 0 ? [...new Set(named)] : [(await ask('/api/campaigns/' + encodeURIComponent(campaign))).best?.id].filter(id => id);
  const videos = await videosOf(campaign, ids);
  shown?.close();
  shown = new Pictures(videos, asked, place);
  page.replaceChildren(shown.root);
  shown.begin();
  return campaign;
}

/** Where two videos are looked at. */
export function picturePlace(campaign, clip, left, right, more = []) {
  return '#/pictures/' + encodeURIComponent(campaign) + '?' + new URLSearchParams([['clip', clip], ['left', left], ['right', right], ...more.map(id => ['with', id])]);
}

class Pictures {
  #film;
  #figures = {left: null, right: null};
  #flipped = true;
  #playing = false;
  #asking = new AbortController();
  #address = 0;

  constructor(videos, asked, place) {
    this.videos = videos;
    this.asked = place;
    this.more = asked.getAll('with');
    this.clip = videos.clips.find(each => each.name === asked.get('clip')) ?? videos.clips[0];
    this.left = this.#known(asked.get('left')) ?? 'source';
    this.right = this.#known(asked.get('right')) ?? this.#usual();
    this.frame = Math.max(0, Math.min(this.clip.frames - 1, Number.parseInt(asked.get('frame') ?? '0', 10) || 0));
    this.view = Object.hasOwn(VIEWS, asked.get('view')) ? asked.get('view') : 'split';
    this.metric = 'psnr_yuv';
    this.#build();
  }

  begin() {
    this.#choices();
    this.#film = this.#newFilm();
    this.stage.prepare(this.clip, this.view);
    this.#all();
  }

  close() {
    this.#playing = false;
    this.#asking.abort();
    this.#film?.close();
  }

  #known(name) {
    return name && this.videos.find(this.clip.name, name) ? name : null;
  }

  /** The middle one of the first program, or else of the main anchor. */
  #usual() {
    const coded = this.videos.of(this.clip.name)[1]?.videos ?? [];
    return coded[Math.floor((coded.length - 1) / 2)]?.name ?? 'source';
  }

  #build() {
    const select = (label, change, kind) => {
      const made = element('select', {});
      made.onchange = () => change(made.value);
      return {made, label: element('label', {}, element('span', {class: kind}, label), made)};
    };
    this.clips = select('Clip', name => this.#turnTo(name));
    this.sides = {left: select('Left', name => this.#choose('left', name), 'key tone-' + TONES.left), right: select('Right', name => this.#choose('right', name), 'key tone-' + TONES.right)};
    this.metrics = select('Figure', name => {
      this.metric = name;
      this.#drawFigures();
    });
    this.metrics.made.append(...Object.entries(METRICS).map(([name, [title]]) => element('option', {value: name}, title)));
    const button = (text, title, act, more = {}) => {
      const made = element('button', {type: 'button', title, 'aria-label': title, ...more}, text);
      made.onclick = act;
      return made;
    };
    this.views = Object.entries(VIEWS).map(([view, title]) => button(title, title, () => this.#look(view), {'data-view': view}));
    this.factor = button('', 'Fit', () => this.stage.zoom(0));
    this.stage = new Stage(factor => {
      this.factor.textContent = (factor < 1 ? factor.toFixed(2) : factor) + '×';
    });
    this.slider = element('input', {type: 'range', min: '0', 'aria-label': 'Frame'});
    this.slider.oninput = () => this.go(Number(this.slider.value));
    this.play = button('▶', 'Play', () => this.toggle());
    this.count = element('output', {class: 'count-of-frames'});
    this.timeline = new Timeline(frame => this.go(frame));
    this.worst = element('div', {class: 'worst'});
    this.status = element('p', {class: 'note', role: 'status', hidden: true});
    this.about = element('p', {class: 'sub'});
    this.legend = element('p', {class: 'legend'});
    this.root = element('div', {class: 'pictures'},
      ...pageHead('pictures', this.videos.campaign, 'All experiments'), this.about,
      element('div', {class: 'choose'}, this.clips.label, this.sides.left.label, this.sides.right.label,
        element('span', {class: 'acts'},
          button('Swap', 'Swap left and right', () => this.#swap()),
          button('Anchor at this rate', 'Put the main anchor at the nearest rate on the left', () => this.#sameRate()))),
      element('div', {class: 'bar-of-views'},
        element('div', {class: 'segments', role: 'group', 'aria-label': 'View'}, ...this.views),
        element('div', {class: 'segments', role: 'group', 'aria-label': 'Zoom'}, button('−', 'Further', () => this.stage.zoom(-1)), this.factor, button('+', 'Closer', () => this.stage.zoom(1)))),
      this.status, this.stage.root, this.legend,
      element('div', {class: 'player'},
        button('‹', 'A frame back', () => this.go(this.frame - 1)), this.play, button('›', 'A frame on', () => this.go(this.frame + 1)), this.slider, this.count),
      this.timeline.root,
      element('div', {class: 'bar-of-views'}, this.worst, this.metrics.label),
      element('details', {}, element('summary', {}, 'Keys'), element('dl', {class: 'keys'}, ...KEYS.flatMap(([key, what]) => [element('dt', {}, key), element('dd', {}, what)]))));
  }

  #newFilm() {
    this.#film?.close();
    const {name, width, height, frames} = this.clip;
    return new Film(this.videos.path(name) + 'frames/', width * height * 4,
      ready => this.#say('Decoding: ' + ready + ' of ' + frames + ' frames are there.', true));
  }

  #choices() {
    this.clips.made.replaceChildren(...this.videos.clips.map(each =>
      element('option', {value: each.name, selected: each === this.clip}, each.name + (each.held_out ? ' (held out)' : ''))));
    for (const side of SIDES) {
      this.sides[side].made.replaceChildren(...this.videos.options(this.clip.name, this[side]));
    }
    this.slider.max = String(this.clip.frames - 1);
    this.about.textContent = this.clip.format + ', ' + this.clip.frames + ' frames. Colours by ' + this.clip.colours + ', pixels without smoothing.';
  }

  #turnTo(name) {
    this.left = this.videos.like(name, this.left);
    this.right = this.videos.like(name, this.right);
    this.clip = this.videos.clips.find(each => each.name === name);
    this.frame = 0;
    this.begin();
  }

  #choose(side, name) {
    this[side] = name;
    this.#all();
  }

  #swap() {
    [this.left, this.right] = [this.right, this.left];
    this.#choices();
    this.#all();
  }

  #sameRate() {
    const kbps = this.videos.find(this.clip.name, this.right)?.kbps;
    this.left = kbps ? this.videos.anchorAt(this.clip.name, kbps) ?? this.left : this.left;
    this.#choices();
    this.#all();
  }

  #look(view) {
    // Chosen once more it shows the other one.
    this.#flipped = view === 'flip' && this.view === 'flip' ? !this.#flipped : true;
    this.view = view;
    this.#draw();
  }

  /** Other videos: other figures, and another picture. */
  #all() {
    this.#asking.abort();
    this.#asking = new AbortController();
    const {signal} = this.#asking;
    this.#film.stop();
    this.#say('', false);
    for (const side of SIDES) {
      const name = this[side];
      this.#figures[side] = null;
      if (name !== 'source') {
        this.videos.figures(this.clip.name, name, signal).then(figures => {
          if (!signal.aborted) {
            this.#figures[side] = figures;
            this.#drawFigures();
          }
        }, problem => signal.aborted || this.#say(this.#title(side) + ': ' + problem.message, false));
      }
    }
    this.#drawFigures();
    this.#draw();
  }

  #title(side) {
    return this.videos.find(this.clip.name, this[side])?.title ?? this[side];
  }

  #badge(side) {
    const value = this.#figures[side]?.[this.metric]?.[this.frame];
    return this.#title(side) + (value === undefined ? '' : ', ' + METRICS[this.metric][1](value === Infinity ? 'inf' : value));
  }

  /** What the view shows of a frame: names for Film, and for who looks. */
  #parts(frame) {
    const of = side => frame + '?' + new URLSearchParams({of: this[side]});
    switch (this.view) {
      case 'flip':
        return [of(this.#flipped ? 'right' : 'left')];
      case 'difference':
      case 'ssim':
        return [frame + '?' + new URLSearchParams({of: this.left, against: this.right, view: this.view})];
      default:
        return [of('left'), of('right')];
    }
  }

  #names() {
    switch (this.view) {
      case 'flip':
        return [this.#badge(this.#flipped ? 'right' : 'left')];
      case 'difference':
      case 'ssim':
        return [VIEWS[this.view] + ' of ' + this.#title('left') + ' and ' + this.#title('right')];
      default:
        return SIDES.map(side => this.#badge(side));
    }
  }

  go(frame) {
    this.frame = Math.max(0, Math.min(this.clip.frames - 1, frame));
    this.#draw();
  }

  toggle() {
    this.#playing = !this.#playing;
    this.play.textContent = this.#playing ? '❚❚' : '▶';
    this.play.setAttribute('aria-label', this.#playing ? 'Stop' : 'Play');
    let due = performance.now();
    const step = now => {
      if (!this.#playing) {
        return;
      }
      if (!this.isSeen()) {
        this.toggle();
        return;
      }
      const next = (this.frame + 1) % this.clip.frames;
      // Where frames do not come in time the clip is shown more slowly, and none is left out.
      if (now >= due && this.#ready(next)) {
        this.go(next);
        due = Math.max(due + 1000 / this.clip.fps, now - 50);
      } else {
        this.#ahead();
      }
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  next() {
    const frames = worst(this.#lowest() ?? [], WORST).map(each => each.frame);
    if (frames.length > 0) {
      this.go(frames[(frames.indexOf(this.frame) + 1) % frames.length]);
    }
  }

  #ready(frame) {
    return this.#parts(frame).every(spec => this.#film.get(spec));
  }

  #ahead() {
    const frames = Array.from({length: Math.min(AHEAD, this.clip.frames)}, (_, i) => (this.frame + 1 + i) % this.clip.frames);
    const others = this.view === 'flip' ? [this.frame + '?' + new URLSearchParams({of: this[this.#flipped ? 'left' : 'right']})] : [];
    this.#film.want([...others, ...frames.flatMap(frame => this.#parts(frame))]);
  }

  #draw() {
    const parts = this.#parts(this.frame);
    this.slider.value = String(this.frame);
    this.count.textContent = 'frame ' + this.frame + ' of ' + (this.clip.frames - 1);
    this.timeline.at(this.frame);
    for (const button of this.views) {
      button.setAttribute('aria-pressed', String(button.dataset.view === this.view));
    }
    this.#drawLegend();
    this.#remember();
    if (parts.every(spec => this.#film.get(spec))) {
      this.#put(parts.map(spec => this.#film.get(spec)));
      this.#ahead();
      return;
    }
    const wanted = parts.join();
    const {signal} = this.#asking;
    const patience = setTimeout(() => this.#say('Decoding…', true), CALM_MILLIS);
    Promise.all(parts.map(spec => this.#film.load(spec))).then(pictures => {
      if (!signal.aborted && wanted === this.#parts(this.frame).join()) {
        this.#put(pictures);
        this.#ahead();
      }
    }, problem => !signal.aborted && wanted === this.#parts(this.frame).join() && this.#say(problem.message, false)).finally(() => clearTimeout(patience));
  }

  #put(pictures) {
    this.stage.prepare(this.clip, this.view);
    this.stage.draw(pictures, this.#names());
    this.stage.root.dataset.frame = String(this.frame);
    if (this.status.dataset.passing) {
      this.#say('', false);
    }
  }

  #say(text, passing) {
    this.status.textContent = text;
    this.status.hidden = text === '';
    this.status.dataset.passing = passing ? 'true' : '';
  }

  #drawLegend() {
    const words = {
      difference: ['0', 'largest difference of Y, Cb and Cr', this.videos.brightest + ' of 255 steps and more'],
      ssim: ['1', 'SSIM of luma', '0'],
    }[this.view];
    this.legend.hidden = !words;
    if (words) {
      this.legend.replaceChildren(words[0], element('span', {class: 'heat'}), words[2], element('span', {class: 'quiet'}, words[1]));
    }
  }

  /** Of the right one, or else of the left one. */
  #lowest() {
    return (this.#figures.right ?? this.#figures.left)?.[this.metric];
  }

  #drawFigures() {
    const [, text] = METRICS[this.metric];
    this.timeline.show(this.clip.frames, SIDES.map(side => ({tone: TONES[side], values: this.#figures[side]?.[this.metric] ?? []})), text);
    this.timeline.at(this.frame);
    const frames = worst(this.#lowest() ?? [], WORST);
    this.worst.replaceChildren(...frames.length === 0 ? [] : [element('span', {class: 'quiet'}, 'Worst frames'), ...frames.map(({frame, value}) => {
      const made = element('button', {type: 'button', title: text(value)}, String(frame), element('span', {class: 'quiet'}, ' ' + text(value)));
      made.onclick = () => this.go(frame);
      return made;
    })]);
    this.metrics.label.hidden = frames.length === 0;
    if (this.#film && this.#ready(this.frame)) {
      this.#put(this.#parts(this.frame).map(spec => this.#film.get(spec)));
    }
  }

  /** The address leads back here, also for somebody else; a browser does not let it change at every frame. */
  #remember() {
    clearTimeout(this.#address);
    this.#address = setTimeout(() => {
      if (this.isSeen()) {
        const place = picturePlace(this.videos.campaign, this.clip.name, this.left, this.right, this.more);
        history.replaceState(null, '', place + '&' + new URLSearchParams({frame: this.frame, view: this.view}));
      }
    }, CALM_MILLIS);
  }

  isSeen() {
    return this.root.isConnected && this.root.offsetParent !== null;
  }

  press(key, shift) {
    const far = shift ? 10 : 1;
    const acts = {
      ArrowLeft: () => this.go(this.frame - far), ArrowRight: () => this.go(this.frame + far), Home: () => this.go(0), End: () => this.go(this.clip.frames - 1),
      ' ': () => this.toggle(), f: () => this.#look('flip'), w: () => this.next(),
      '+': () => this.stage.zoom(1), '-': () => this.stage.zoom(-1), 0: () => this.stage.zoom(0),
      ...Object.fromEntries(Object.keys(VIEWS).map((view, i) => [i + 1, () => this.#look(view)])),
    };
    const known = Object.hasOwn(acts, key);
    if (known) {
      acts[key]();
    }
    return known;
  }
}

addEventListener('keydown', press => {
  if (!shown?.isSeen() || press.altKey || press.ctrlKey || press.metaKey || press.target.closest?.('input, select, textarea') || (press.key === ' ' && press.target.closest?.('button, summary, a'))) {
    return;
  }
  if (shown.press(press.key.length === 1 ? press.key.toLowerCase() : press.key, press.shiftKey)) {
    press.preventDefault();
  }
});
