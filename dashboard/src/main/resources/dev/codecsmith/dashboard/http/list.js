// Experiments in three lists.

import {between, bytes, element, figure, place, rate} from './text.js';

const $ = id => document.getElementById(id);

/** How far experiments are, by id. */
export const progress = new Map();

const link = line => element('a', {href: place(line.id), title: line.id}, line.name, element('span', {class: 'mono quiet'}, line.id));
const iteration = {title: 'No.', order: 'iteration', kind: 'number', text: line => String(line.iteration)};
const program = {title: 'Program', order: 'name', kind: 'program', node: link, text: line => line.name + line.id};
const proposer = {title: 'Proposer', order: 'proposer', kind: 'wide', text: line => line.proposer};
const remarks = {title: 'Flags', kind: 'remarks', text: line => [...line.flags, ...line.warnings].join(' ')};
const took = {title: 'Time', order: 'duration', kind: 'number wide', text: line => line.updated ? between(line.created, line.updated) : '–'};
const COLUMNS = {
  in_progress: [iteration, program,
    {title: 'Phase', text: line => progress.get(line.id) ?? line.phase},
    {title: 'Since', kind: 'number since', text: line => between(line.created)},
    proposer],
  successful: [iteration, program,
    {title: 'BD-rate', order: 'score', kind: 'number score', text: line => rate(line.score)},
    {title: 'PSNR', unit: 'dB', order: 'psnr', kind: 'number', text: line => figure(line.psnr, 2)},
    {title: 'SSIM', order: 'ssim', kind: 'number', text: line => figure(line.ssim, 4)},
    {title: 'kbit/s', order: 'kbps', kind: 'number', text: line => figure(line.kbps, 1)},
    {title: 'Decoder', order: 'decoder_bytes', kind: 'number wide', text: line => bytes(line.decoder_bytes)},
    took, proposer, remarks],
  failed: [iteration, program,
    {title: 'Kind', text: line => line.error.kind.replaceAll('-', ' ')},
    {title: 'What happened', kind: 'message', text: line => line.error.message},
    {title: 'Phase', kind: 'wide', text: line => line.phase},
    took, proposer, remarks],
};
const EMPTY = {in_progress: 'Nothing is running.', successful: 'No experiment has succeeded yet.', failed: 'No experiment has failed.'};

export const TABS = Object.keys(COLUMNS);

/** What each list is in the order of, before a reader chooses another. */
export const ORDERS = {in_progress: '-iteration', successful: 'score', failed: '-iteration'};

/** Shows a page of a list, as the server answered it; sort is told what a reader wants it in the order of. */
export function drawList(answer, group, {order, kind, searched, objective}, sort) {
  for (const tab of TABS) {
    const button = $('tab-' + tab);
    button.querySelector('.count').textContent = String(answer.counts[tab]);
    button.setAttribute('aria-selected', String(tab === group));
    button.tabIndex = tab === group ? 0 : -1;
  }
  $('panel').setAttribute('aria-labelledby', 'tab-' + group);
  drawTable(answer[group], group, order, sort);
  const score = $('list').tHead.querySelector('.score button');
  if (score) {
    score.textContent = objective ? 'Score' : 'BD-rate';
  }
  drawKinds(answer.failures, group, kind);
  const all = answer.matching[group];
  const first = (answer.page - 1) * answer.limit;
  $('empty').textContent = searched || group === 'failed' && kind ? 'None is like that.' : EMPTY[group];
  $('empty').hidden = answer[group].length > 0;
  $('pager').hidden = all <= answer.limit;
  $('range').textContent = (first + 1) + '–' + Math.min(all, first + answer.limit) + ' of ' + all;
  $('previous').disabled = answer.page === 1;
  $('next').disabled = first + answer.limit >= all;
}

/** The failed by what befell them, most often first. */
function drawKinds(failures, group, kind) {
  const kinds = Object.entries(failures).sort((one, other) => other[1] - one[1]);
  $('kinds').hidden = group !== 'failed' || kinds.length === 0;
  const text = JSON.stringify([kinds, kind]);
  if ($('kind').dataset.text !== text) {
    $('kind').dataset.text = text;
    $('kind').replaceChildren(element('option', {value: ''}, 'all kinds'), ...kinds.map(([name, count]) =>
      element('option', {value: name, selected: name === kind}, name.replaceAll('-', ' ') + ' (' + count + ')')));
  }
}

/** Rows stay the same elements while they show the same experiment, so that focus and selection stay too. */
function drawTable(lines, group, order, sort) {
  const list = $('list');
  const columns = COLUMNS[group];
  const body = list.tBodies[0];
  if (list.dataset.group !== group) {
    list.dataset.group = group;
    list.tHead.replaceChildren(element('tr', {}, ...columns.map(column => head(column, sort))));
    body.replaceChildren();
  }
  columns.forEach((column, i) => {
    const cell = list.tHead.rows[0].cells[i];
    if (column.order && order.endsWith(column.order)) {
      cell.setAttribute('aria-sort', order.startsWith('-') ? 'descending' : 'ascending');
    } else {
      cell.removeAttribute('aria-sort');
    }
  });
  const known = new Map([...body.rows].map(row => [row.dataset.id, row]));
  const wanted = new Set(lines.map(line => line.id));
  for (const [id, row] of known) {
    if (!wanted.has(id)) {
      row.remove();
    }
  }
  lines.forEach((line, i) => {
    const row = known.get(line.id) ?? element('tr', {'data-id': line.id}, ...columns.map(column => element('td', {class: column.kind})));
    row.line = line;
    fill(row, columns);
    if (body.rows[i] !== row) {
      body.insertBefore(row, body.rows[i] ?? null);
    }
  });
  list.hidden = lines.length === 0;
}

function head(column, sort) {
  const title = column.order ? element('button', {type: 'button'}, column.title) : column.title;
  if (column.order) {
    title.onclick = () => sort(column.order);
  }
  return element('th', {scope: 'col', class: column.kind}, title, column.unit ? element('span', {class: 'quiet'}, ' ' + column.unit) : null);
}

function fill(row, columns) {
  columns.forEach((column, i) => {
    const text = column.text(row.line);
    const cell = row.cells[i];
    if (cell.dataset.text !== text) {
      cell.dataset.text = text;
      cell.replaceChildren(column.node ? column.node(row.line) : text);
    }
  });
}

/** How long something has been running, and how far it is, moves by itself. */
export function tickList() {
  if ($('list').dataset.group === 'in_progress') {
    for (const row of $('list').tBodies[0].rows) {
      fill(row, COLUMNS.in_progress);
    }
  }
}
