// Frames of a clip as pictures, fetched ahead of who looks at them and kept while there is room.

import {accepted, request} from './request.js';

const MOST_BYTES = 256e6;
const AT_ONCE = 4;

export class Film {
  #path;
  #most;
  #told;
  #kept = new Map();
  #coming = new Map();
  #wanted = [];
  #under = new AbortController();

  /** path leads to the clip's frames; told hears how many frames are decoded while one is waited for. */
  constructor(path, bytesEach, told) {
    this.#path = path;
    this.#most = Math.max(8, Math.floor(MOST_BYTES / bytesEach));
    this.#told = told;
  }

  /** The picture of a spec such as "12?of=source", if it is here. */
  get(spec) {
    const picture = this.#kept.get(spec);
    if (picture) {
      this.#kept.delete(spec);
      this.#kept.set(spec, picture);
    }
    return picture;
  }

  /** What will be looked at next, the first first; what was wanted before is not any more. */
  want(specs) {
    this.#wanted = specs;
    this.#pump();
  }

  /** A picture, at once. */
  async load(spec) {
    return this.get(spec) ?? this.#coming.get(spec) ?? this.#fetch(spec);
  }

  /** Nothing of what is still to come is waited for any longer; what is here stays. */
  stop() {
    this.#wanted = [];
    this.#coming.clear();
    this.#under.abort();
    this.#under = new AbortController();
  }

  close() {
    this.stop();
    this.#kept.clear();
  }

  #pump() {
    while (this.#coming.size < AT_ONCE && this.#wanted.length > 0) {
      const spec = this.#wanted.shift();
      if (!this.#kept.has(spec) && !this.#coming.has(spec)) {
        // Who looks at it asks again, and is told then what is wrong.
        this.#fetch(spec).catch(() => {});
      }
    }
  }

  #fetch(spec) {
    const coming = this.#ask(spec, this.#under.signal).finally(() => {
      if (this.#coming.get(spec) === coming) {
        this.#coming.delete(spec);
        this.#pump();
      }
    });
    this.#coming.set(spec, coming);
    return coming;
  }

  async #ask(spec, signal) {
    let answer = await request(this.#path + spec, {signal});
    while (answer.status === 202 || answer.headers.has('Retry-After')) {
      if (answer.status === 202) {
        this.#told((await answer.json()).ready);
      } else {
        await new Promise(done => setTimeout(done, answer.headers.get('Retry-After') * 1000));
      }
      answer = await request(this.#path + spec, {signal});
    }
    const picture = await createImageBitmap(await (await accepted(answer)).blob());
    signal.throwIfAborted();
    this.#kept.set(spec, picture);
    while (this.#kept.size > this.#most) {
      this.#kept.delete(this.#kept.keys().next().value);
    }
    return picture;
  }
}
