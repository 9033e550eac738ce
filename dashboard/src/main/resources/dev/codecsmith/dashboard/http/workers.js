// A campaign's workers: whether they are there, and how they are as they say themselves, or as the server says that they take work from.

import {fill, pageHead} from './parts.js';
import {ask} from './request.js';
import {bytes, clock, element, fromAddress, moment, place as experimentPlace, seconds} from './text.js';

export async function showWorkers(page, place) {
  const id = fromAddress(place);
  const answer = await ask('/api/campaigns/' + encodeURIComponent(id) + '/workers');
  const {name, workers} = answer;
  fill(page, answer, () => [
    ...pageHead('workers', id, name),
    workers.length === 0
      ? element('p', {class: 'empty'}, 'The campaign\'s own process evaluates its programs.')
      : element('ul', {class: 'cards'}, ...workers.map(card)),
    ...workers.filter(worker => worker.status?.workers).flatMap(worker => fleet(worker.status))]);
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
    if (status.workers) {
      add('Workers known', status.workers.length);
      add('At work', status.workers.filter(worker => worker.steps.length + worker.steps_of_others > 0).length);
      add('Steps waiting', status.steps_waiting);
    }
  }
  return element('li', {class: up ? 'card up' : 'card down'},
    element('h2', {}, name, ' ', element('span', {class: 'state'}, up ? 'up' : 'down')),
    element('p', {class: 'quiet'}, about),
    status ? facts : null,
    status?.last_error ? element('p', {class: 'bad'}, status.last_error.text) : null);
}

// --- Workers of a fleet

const HEADS = ['Worker', 'Does', 'Experiment', 'Attempt', 'Since', 'Last sign of life', 'Version'];

function fleet({workers, tells_idle: tellsIdle}) {
  return [
    workers.length === 0 ? null : element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Workers of the fleet'},
      element('table', {class: 'fleet'},
        element('thead', {}, element('tr', {}, ...HEADS.map(head => element('th', {scope: 'col'}, head)))),
        element('tbody', {}, ...workers.flatMap(lines)))),
    element('p', {class: 'foot quiet'}, 'As told by the server that they take work from, by its clock. ',
      tellsIdle ? 'A worker is listed that does a step of this process\'s campaigns, or asked for work in the last minute and a half, also if it was killed since. One that does steps of others alone is not known here.'
        : 'This server does not tell who waits for work: a worker is listed while it does a step.',
      ' The version comes with a step\'s first sign of life.'),
  ].filter(part => part !== null);
}

/** A line for each step of a worker, or one for a worker without any. */
function lines({name, heard, steps, steps_of_others: others}) {
  const rest = others > 0 ? (others === 1 ? '1 step' : others + ' steps') + ' of other campaigns' : steps.length === 0 ? 'waits for work' : null;
  return [
    ...steps.map(step => line(name, doing(step), experiment(step), step.attempt, time(step.begun), time(step.heard), step.version)),
    ...(rest === null ? [] : [line(name, rest, null, null, null, time(heard), null)])];
}

function line(name, ...cells) {
  return element('tr', {}, element('th', {scope: 'row'}, name), ...cells.map(cell => element('td', {}, cell ?? '')));
}

function doing({kind, phase, done, total}) {
  return kind + (phase ? ': ' + phase + (total > 1 ? ' ' + done + ' of ' + total : '') : '');
}

function experiment({experiment: id}) {
  return id ? element('a', {href: experimentPlace(id)}, id) : null;
}

function time(instant) {
  return instant ? element('time', {datetime: instant, title: moment(instant)}, clock(instant)) : null;
}
