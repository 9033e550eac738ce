// A campaign's workers: whether they are there, and how they are as they say themselves.

import {fill, pageHead} from './parts.js';
import {ask, bytes, element, seconds} from './text.js';

export async function showWorkers(page, place) {
  const id = decodeURIComponent(place);
  const answer = await ask('/api/campaigns/' + encodeURIComponent(id) + '/workers');
  const {name, workers} = answer;
  fill(page, answer, () => [
    ...pageHead('Workers', id, name),
    workers.length === 0
      ? element('p', {class: 'empty'}, 'The campaign\'s own process evaluates its programs.')
      : element('ul', {class: 'cards'}, ...workers.map(card))]);
  return id;
}

function card({name, up, about, status}) {
  const facts = element('dl', {class: 'facts'});
  const add = (title, value) => value !== undefined && value !== null && value !== '' && facts.append(element('div', {}, element('dt', {}, title), element('dd', {}, value)));
  if (status) {
    add('Running', status.running === undefined ? null : status.running + (status.slots ? ' of ' + status.slots : ''));
    add('Queued', status.queued);
    add('Done', status.done);
    add('Failed', status.failed);
    add('Version', status.version);
    add('Sandbox', status.sandbox);
    add('Languages', status.languages?.join(', '));
    add('Up for', status.uptime_seconds === undefined ? null : seconds(status.uptime_seconds));
    add('Load', status.load === undefined ? null : status.load.toFixed(1));
    add('Disk free', status.store?.disk_free_bytes ? bytes(status.store.disk_free_bytes) : null);
  }
  return element('li', {class: up ? 'card up' : 'card down'},
    element('h2', {}, name, ' ', element('span', {class: 'state'}, up ? 'up' : 'down')),
    element('p', {class: 'quiet'}, about),
    status ? facts : null,
    status?.last_error ? element('p', {class: 'bad'}, status.last_error.text) : null);
}
