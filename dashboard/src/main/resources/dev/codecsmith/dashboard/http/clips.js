// A campaign's clips: what is coded, and what is kept from all who propose.

import {fill, pageHead} from './parts.js';
import {ask} from './request.js';
import {element, figure, fromAddress, seconds} from './text.js';

export async function showClips(page, place) {
  const id = fromAddress(place);
  const answer = await ask('/api/campaigns/' + encodeURIComponent(id) + '/clips');
  const {name, clips} = answer;
  fill(page, answer, () => [
    ...pageHead('clips', id, name),
    clips.length === 0
      ? element('p', {class: 'empty'}, 'This campaign names no clips.')
      : element('ul', {class: 'cards'}, ...clips.map(clip => card(id, clip)))]);
  return id;
}

function card(campaign, clip) {
  const facts = element('dl', {class: 'facts'});
  const add = (title, value) => facts.append(element('div', {}, element('dt', {}, title), element('dd', {}, value)));
  if (clip.format !== null) {
    add('Size', clip.width + ' × ' + clip.height);
    add('Rate', figure(clip.fps, 2) + ' fps');
  }
  add('Frames', String(clip.frames));
  if (clip.seconds !== null) {
    add('Lasts', seconds(clip.seconds));
  }
  return element('li', {class: 'card'},
    thumbnail(campaign, clip),
    element('h2', {}, clip.name, ' ', element('span', {class: clip.role === 'search' ? 'state' : 'state kept'}, clip.role === 'search' ? 'search' : 'held out')),
    element('p', {class: 'quiet'}, clip.format ?? 'Its file is no longer in the data folder.'),
    facts,
    element('p', {class: 'mono quiet hash', title: 'SHA-256'}, clip.sha256));
}

/** A frame of its middle. */
function thumbnail(campaign, clip) {
  if (clip.format === null) {
    return null;
  }
  const picture = element('img', {class: 'thumbnail', alt: 'A frame of ' + clip.name, loading: 'lazy', width: String(clip.width), height: String(clip.height),
    src: '/api/campaigns/' + encodeURIComponent(campaign) + '/pictures/' + encodeURIComponent(clip.name) + '/frames/' + Math.floor(clip.frames / 2) + '?of=source'});
  picture.onerror = () => picture.remove();
  return picture;
}
