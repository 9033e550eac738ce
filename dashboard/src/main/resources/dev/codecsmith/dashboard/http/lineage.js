// The tree of programs: what came from what, how good each is, the way to the best; and what ideas brought.

import {fill, pageHead, wideTable} from './parts.js';
import {ask} from './request.js';
import {element, figure, fromAddress, place, rate, svg} from './text.js';

const EDGE = 14;
/** Up to so many programs each has a line of its own, with its name; of more than that only leaves have one. */
const LABELLED = 60;
const ROW = {labelled: 24, some: 14, many: 8};
const DEPTH = {labelled: 26, least: 34, most: 150};
/** Names are cut so that they fit, in characters, where there is room for no more and where there is. */
const NAME = {narrow: 22, wide: 44};
const LABEL = {narrow: 290, wide: 430};
/** From so many pixels on. */
const WIDE = 700;

/** The program whose link is the tree's one stop for the tabulator key; arrow keys go on from there. */
let stop = '';

export async function showLineage(page, where) {
  const id = fromAddress(where);
  const [answer, {ideas}] = await Promise.all(['lineage', 'ideas'].map(what => ask('/api/campaigns/' + encodeURIComponent(id) + '/' + what)));
  const {name, total, programs, way} = answer;
  fill(page, [answer, ideas], () => [
    ...pageHead('lineage', id, name),
    ...programs.length === 0 ? [element('p', {class: 'empty'}, 'No program was proposed yet.')] : [
      element('p', {class: 'sub'}, (programs.length < total ? 'The best ' + programs.length + ' of ' + total + ' programs and what they came from.' : total + (total === 1 ? ' program.' : ' programs.'))
        + ' A line leads from a program to what was made of it first of all.', element('span', {class: 'keys'}, ' Arrow keys go from one to the next.')),
      tree(programs, new Set(way)), ...wayTable(programs, way, answer.objective)],
    ...ideaTable(ideas)]);
  return id;
}

function tree(programs, way) {
  const root = element('div', {class: 'tree'});
  let width = 0;
  const scores = programs.map(each => each.score).filter(Number.isFinite).toSorted((a, b) => a - b);
  // Beyond the worse quarter all are alike: a few that are far off must not take the colours.
  const [best, worst] = [scores[0], scores[Math.floor((scores.length - 1) * 0.75)]];
  const labelled = programs.length <= LABELLED;
  const plan = grown(programs, labelled);
  const known = id => plan.nodes.some(node => node.id === id);
  // Asked while what this one replaces is still on the page.
  let focused = document.activeElement?.closest('.tree') != null;
  stop = known(stop) ? stop : [...way].find(known) ?? programs[0].id;
  new ResizeObserver(() => {
    if (root.clientWidth > 0 && Math.abs(root.clientWidth - width) > 1) {
      width = root.clientWidth;
      focused ||= root.contains(document.activeElement);
      root.replaceChildren(draw(plan, labelled, way, width, {best, worst}));
      stopAt(root, stop, focused);
      focused = false;
    }
  }).observe(root);
  root.addEventListener('focusin', event => stopAt(root, event.target.dataset.id, false));
  root.addEventListener('keydown', event => {
    const next = event.altKey || event.ctrlKey || event.metaKey ? undefined : beside(plan.nodes, event.target.dataset.id, event.key);
    if (next) {
      event.preventDefault();
      stopAt(root, next.id, true);
    }
  });
  return element('figure', {class: 'chart'},
    element('figcaption', {},
      element('b', {}, 'Programs'), ...scores.length === 0 ? [] : [element('span', {class: 'scale'}, rate(best), element('i', {}), rate(worst) + ' and above')],
      element('span', {class: 'key tone-2 way'}, 'the way to the best'), element('span', {class: 'key dot failed'}, 'failed')),
    element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Tree of programs'}, root));
}

/** Makes a program's link the one that the tabulator key stops at, and goes there where it has or shall have the focus. */
function stopAt(root, id, focused) {
  stop = id;
  for (const link of root.querySelectorAll('a.program')) {
    const here = link.dataset.id === id;
    link.setAttribute('tabindex', here ? '0' : '-1');
    if (here && focused) {
      link.focus();
    }
  }
}

/** Where a key leads from a program: to what it was made of, to what was made of it, to the one above or below; undefined for nowhere. */
function beside(nodes, id, key) {
  const here = nodes.find(node => node.id === id);
  const rows = nodes.toSorted((a, b) => a.row - b.row || a.depth - b.depth);
  const at = rows.indexOf(here);
  switch (key) {
    case 'ArrowLeft': return nodes.find(node => node.children.includes(here));
    case 'ArrowRight': return here.children[0];
    case 'ArrowUp': return rows[at - 1];
    case 'ArrowDown': return rows[at + 1];
    case 'Home': return rows[0];
    case 'End': return rows.at(-1);
    default: return undefined;
  }
}

/** Where each stands: its depth, and its row, below its parent's, or in the middle of its children's where only leaves have one. */
function grown(programs, labelled) {
  const nodes = new Map(programs.map(each => [each.id, {...each, children: []}]));
  const roots = [];
  for (const node of nodes.values()) {
    const parent = nodes.get(node.parents[0]);
    (parent && parent.iteration < node.iteration ? parent.children : roots).push(node);
  }
  let row = 0;
  const stand = (node, depth) => {
    node.depth = depth;
    node.row = labelled ? row++ : 0;
    for (const child of node.children) {
      stand(child, depth + 1);
    }
    node.row = labelled ? node.row : node.children.length === 0 ? row++ : (node.children[0].row + node.children.at(-1).row) / 2;
  };
  for (const node of roots) {
    stand(node, 0);
  }
  return {nodes: [...nodes.values()], rows: row, depth: Math.max(...[...nodes.values()].map(node => node.depth))};
}

function draw({nodes, rows, depth}, labelled, way, width, {best, worst}) {
  const high = labelled ? ROW.labelled : rows <= 3 * LABELLED ? ROW.some : ROW.many;
  const wide = labelled ? DEPTH.labelled : Math.max(DEPTH.least, Math.min(DEPTH.most, (width - 2 * EDGE) / Math.max(1, depth)));
  const at = node => [EDGE + node.depth * wide, EDGE + node.row * high];
  const room = width < WIDE ? 'narrow' : 'wide';
  const across = Math.max(width, EDGE + depth * wide + (labelled ? LABEL[room] : EDGE));
  const down = 2 * EDGE + (rows - 1) * high;
  const links = nodes.flatMap(node => node.children.map(child => [node, child])).sort((one, other) => way.has(one[1].id) - way.has(other[1].id));
  return svg('svg', {viewBox: `0 0 ${across} ${down}`, width: across, height: down, role: 'group', 'aria-label': 'Programs by what they came from'},
    ...links.map(([from, to]) => {
      const [[ax, ay], [bx, by]] = [at(from), at(to)];
      const half = (ax + bx) / 2;
      const bend = labelled ? `M${ax} ${ay}V${by - 8}Q${ax} ${by} ${ax + 8} ${by}H${bx}` : `M${ax} ${ay}C${half} ${ay} ${half} ${by} ${bx} ${by}`;
      return svg('path', {class: 'branch' + (way.has(from.id) && way.has(to.id) ? ' way' : ''), d: bend});
    }),
    ...nodes.map(node => program(node, at(node), way.has(node.id), labelled ? NAME[room] : 0, best === undefined ? 0 : share(node.score, best, worst))));
}

/** From 0, the best, to 1. */
function share(score, best, worst) {
  return score === null ? null : Math.min(1, (score - best) / Math.max(1e-9, worst - best));
}

/** A program's circle, and its name where that has characters. */
function program(node, [x, y], onWay, characters, heat) {
  const words = 'Iteration ' + node.iteration + ', ' + node.name + ': ' + (node.failed ? 'failed' : node.score === null ? 'in progress' : rate(node.score));
  const circle = svg('circle', {class: node.failed ? 'failed' : node.score === null ? 'open' : '', cx: x, cy: y, r: onWay ? 6.5 : characters ? 5 : 3.5}, svg('title', {}, words));
  if (heat !== null && !node.failed) {
    circle.style.fill = 'color-mix(in oklab, var(--tone-2) ' + Math.round(100 * (1 - heat)) + '%, var(--tone-3))';
  }
  const link = svg('a', {href: place(node.id), 'data-id': node.id, 'aria-label': words, class: 'program' + (onWay ? ' way' : '')}, circle);
  if (characters) {
    link.append(svg('text', {x: x + 11, y: y + 4}, node.iteration + ' ' + shortened(node.name, characters) + (node.score === null ? '' : ', ' + rate(node.score))));
  }
  return link;
}

function shortened(name, most) {
  return name.length > most ? name.slice(0, most - 1) + '…' : name;
}

/** The best and what it came from, the oldest first, with what each step brought. */
function wayTable(programs, way, objective) {
  const byId = new Map(programs.map(each => [each.id, each]));
  const steps = way.toReversed().map(id => byId.get(id)).filter(each => each);
  return steps.length < 2 ? [] : [
    element('h2', {}, 'The way to the best'),
    ...objective ? [element('p', {class: 'quiet'}, 'Scores: ' + objective + ', less is better.')] : [],
    wideTable('The way to the best', ['Program', 'Proposer', objective ? 'Score' : 'BD-rate', 'Change'], steps.map((each, i) => [
      element('a', {href: place(each.id)}, 'Iteration ' + each.iteration + ', ' + each.name), each.proposer, rate(each.score), i === 0 || each.score === null || steps[i - 1].score === null ? '–' : signed(each.score - steps[i - 1].score)]), [1])];
}

function ideaTable(ideas) {
  return [
    element('h2', {}, 'Ideas'),
    ideas.length === 0 ? element('p', {class: 'quiet'}, 'No program says that it used an idea of the idea bank.')
      : wideTable('Ideas', ['Idea', 'Tried', 'Failed', 'Improved', 'Best change', 'Mean change'], ideas.map(each =>
        [each.title, String(each.tries), String(each.failures), String(each.improved), signed(each.best), signed(each.mean)])),
    ...ideas.length === 0 ? [] : [element('p', {class: 'quiet foot'}, 'A change is a program\'s score less that of its best parent, in percent points; less is better.')]];
}

function signed(value) {
  return value === null ? '–' : (value > 0 ? '+' : '') + figure(value, 1);
}
