// How a campaign stands: figures, workers, and the way of its scores.

import {anchorsOf} from './anchors.js';
import {Chart} from './chart.js';
import {pageLinks} from './parts.js';
import {ask} from './request.js';
import {dollars, element, figure, moment, place, rate} from './text.js';

const $ = id => document.getElementById(id);
/** Above this many quarters of the middle half beyond the upper quarter a score is off the chart. */
const REACH = 1.5;
/** Of the anchors: none that a line of programs has. */
const RULES = [4, 6, 7];

/** Of the scores. */
const chart = new Chart();
/** What is on the chart now, so that it is not drawn again for nothing. */
let shown = '';

/** Fills the head of the page. */
export function drawCampaign(campaign, anchors) {
  const {counts, best, iterations} = campaign;
  const ended = counts.successful + counts.failed;
  $('name').textContent = campaign.name;
  $('about').textContent = campaign.id + ', begun ' + moment(campaign.created) + (campaign.running ? ', running' : campaign.ended ? ', ended' : '') + (campaign.objective ? '. Scores: ' + campaign.objective + ', less is better' : '') + (campaign.conditions.length ? '. Conditions: ' + campaign.conditions.join('; ') : '');
  $('lead').textContent = campaign.objective ? 'Best score' : 'Best BD-rate';
  drawPages(campaign.id);
  if (counts.successful > 0) {
    $('scores').hidden = false;
  }
  $('best').replaceChildren(best ? element('a', {href: place(best.id)}, rate(best.score)) : '–');
  $('done').textContent = iterations ? ended + ' of ' + iterations : String(ended);
  $('progress').max = Math.max(1, iterations);
  $('progress').value = Math.min(ended, Math.max(1, iterations));
  $('pace').textContent = campaign.experiments_per_hour === null ? '–' : figure(campaign.experiments_per_hour, campaign.experiments_per_hour < 10 ? 1 : 0) + ' an hour';
  drawWorkers(campaign.workers);
  drawSpent(campaign.spent, campaign.budget);
  drawAsked(campaign.asked);
  drawNote(campaign, anchors);
  document.title = (iterations ? ended + '/' + iterations + ' ' : '') + (best ? rate(best.score) + ' ' : '') + campaign.name;
}

/** What a model was asked last, a link to what came of it, whose page has the prompt, as soon as something did. */
function drawAsked(asked) {
  const words = asked ? asked.model + ', ' + asked.slot : 'no model';
  const to = asked?.experiment ? place(asked.experiment) : undefined;
  // A link that stays may have the focus.
  if ($('asked').textContent !== words || $('asked').querySelector('a')?.getAttribute('href') !== to) {
    $('asked').replaceChildren(to ? element('a', {href: to}, words) : words);
  }
}

function drawPages(id) {
  if ($('pages').dataset.of !== id) {
    $('pages').dataset.of = id;
    $('pages').replaceChildren(...pageLinks(id));
  }
}

function drawWorkers(workers) {
  const down = workers.filter(worker => !worker.up).length;
  $('workers').textContent = workers.length === 0 ? 'this machine' : (workers.length - down) + ' up' + (down ? ', ' + down + ' down' : '');
  $('each-worker').replaceChildren(...workers.map(worker =>
    element('li', {class: worker.up ? 'up' : 'down'}, element('b', {}, worker.name), ' ', worker.up ? 'up, ' + worker.about : 'down: ' + worker.about)));
  $('each-worker').hidden = workers.length === 0;
}

/** What the machine did wrong stands apart from what programs did. */
export function drawRetries(retries, tab) {
  $('machine').hidden = tab !== 'failed' || retries.length === 0;
  $('retries').replaceChildren(...retries.map(({time, what, reason}) =>
    element('li', {}, element('span', {class: 'quiet'}, moment(time)), ' ', what, ': ', reason)));
}

function drawSpent(spent, budget) {
  $('cost').hidden = spent === null;
  if (spent) {
    const unknown = spent.calls_of_unknown_cost;
    const limited = budget.usd !== null || budget.tokens !== null;
    $('spent').textContent = (unknown > 0 && unknown === spent.model_calls ? 'cost unknown' : dollars(spent.cost_usd) + (unknown > 0 ? ' and ' + unknown + ' calls of unknown cost' : ''))
      + (budget.usd === null ? '' : ' of $' + budget.usd.toFixed(2));
    const untold = spent.calls_of_unknown_tokens;
    $('calls').textContent = spent.model_calls + (spent.model_calls === 1 ? ' call, ' : ' calls, ')
      + (untold > 0 && untold === spent.model_calls ? 'tokens unknown'
        : spent.tokens.toLocaleString() + (budget.tokens === null ? '' : ' of ' + budget.tokens.toLocaleString()) + ' tokens' + (untold > 0 ? ' and ' + untold + ' calls of unknown tokens' : ''));
    $('budget').hidden = !limited;
    // Whichever is nearer to its end.
    $('budget-spent').value = Math.min(1, Math.max(budget.usd === null ? 0 : spent.cost_usd / budget.usd, budget.tokens === null ? 0 : spent.tokens / budget.tokens));
  }
}

/** Why it does not go on, or what it does before its first experiment. */
export function drawNote(campaign, anchors) {
  const waiting = campaign?.waiting;
  const texts = [
    waiting ? waiting.reason + (waiting.until ? ' It goes on at ' + moment(waiting.until) + '.' : '') : null,
    campaign?.stopping ?? null,
    anchors ?? null,
  ].filter(text => text !== null);
  $('waiting').textContent = texts.join(' ');
  $('waiting').hidden = texts.length === 0;
}

/** What the cascade saved and how often it was wrong, by what has ended. */
export async function drawCascade(id) {
  const {sentences} = await ask('/api/campaigns/' + encodeURIComponent(id) + '/cascade');
  $('cascade').replaceChildren(...sentences.map(sentence => element('li', {}, sentence)));
  $('cascade').hidden = sentences.length === 0;
}

/** Draws the way of the scores, where there is anything new of it. */
export async function drawScores(id) {
  const [history, anchors] = await Promise.all([ask('/api/campaigns/' + encodeURIComponent(id) + '/scores'), anchorsOf(id)]);
  const axis = $('axis').value;
  const now = JSON.stringify([id, axis, history.total, history.bests, history.scores.at(-1), anchors.bd_rate]);
  if (now === shown) {
    return;
  }
  shown = now;
  $('scores').hidden = history.total === 0;
  if (history.total > 0) {
    chart.show(wayOfScores(history, anchors, axis));
    if (!chart.root.isConnected) {
      $('way').append(chart.root);
    }
  }
}

function wayOfScores({anchor, objective, total, scores, bests, way}, anchors, axis) {
  const begun = Date.parse(scores[0].time);
  const across = each => axis === 'time' ? (Date.parse(each.time) - begun) / 3_600_000 : each.iteration;
  const point = (each, y) => ({x: across(each), y, id: each.id, title: 'Iteration ' + each.iteration + ': ' + rate(y)});
  const rules = Object.entries(anchors.bd_rate).filter(([, value]) => typeof value === 'number').map(([name, value], i) => ({name, y: value, tone: RULES[i % RULES.length]}));
  const shown = new Map(scores.map(each => [each.id, point(each, each.score)]));
  for (const each of scores) {
    shown.get(each.id).from = shown.get(each.parent);
  }
  const held = bests.filter(each => each.held_out !== null);
  // One that ended before an earlier iteration did: a step never goes back.
  const steps = points => points.map((each, i) => ({...each, x: Math.max(...points.slice(0, i + 1).map(before => before.x)), listed: each.x}));
  return {
    title: 'Scores' + (scores.length < total ? ' (' + scores.length + ' of ' + total + ' shown)' : ''),
    x: {label: axis === 'time' ? 'hours' : 'iteration', whole: axis !== 'time', text: value => String(value), exact: value => axis === 'time' ? figure(value, 2) : String(value)},
    y: {label: objective ? 'score in %, less is better' : 'BD-rate against ' + anchor + ' in %, less is better', text: value => figure(value, 0), exact: rate, top: top(scores, rules)},
    series: [
      {name: 'experiments', tone: 1, dots: true, points: [...shown.values()]},
      {name: 'way to the best', tone: 5, line: true, points: way.length > 1 ? way.map(each => point(each, each.score)) : []},
      {name: 'best so far', tone: 2, step: true, dots: true, tabbed: true, points: steps(bests.map(each => point(each, each.score)))},
      {name: 'those on held-out clips', tone: 3, step: true, dashed: true, points: steps(held.map(each => point(each, each.held_out)))},
    ],
    rules,
  };
}

/** A few that are far off must not press all others together. */
function top(scores, rules) {
  const sorted = scores.map(each => each.score).toSorted((a, b) => a - b);
  const quarter = part => sorted[Math.floor((sorted.length - 1) * part)];
  return Math.max(quarter(0.75) + REACH * (quarter(0.75) - quarter(0.25)), ...rules.map(rule => rule.y), quarter(0.5) + 5);
}
