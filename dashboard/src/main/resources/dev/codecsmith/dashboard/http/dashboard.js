// The page of a campaign. What it shows comes from /api; that something changed, it hears from /api/events and never asks on a clock.

import {drawActions, drawStart, hush} from './actions.js';
import {forgetAnchors} from './anchors.js';
import {drawCampaign, drawCascade, drawNote, drawRetries, drawScores} from './campaign.js';
import {mayBeChild, show, tellStatus, tickExperiment} from './experiment.js';
import {showClips} from './clips.js';
import {showCompare} from './compare.js';
import {showLineage} from './lineage.js';
import {drawList, ORDERS, progress, TABS, tickList} from './list.js';
import {showModels} from './models.js';
import {Unreachable} from './network.js';
import {afterwards, isTold, proposers} from './news.js';
import {PAGE_TITLES} from './parts.js';
import {showPictures} from './pictures.js';
import {ask, Refused} from './request.js';
import {element, fromAddress, moment, rate} from './text.js';
import {bringsToken, takeToken} from './token.js';
import {showWorkers} from './workers.js';

const PAGE = 50;
/** How long the page waits for a reader who types. */
const CALM_MILLIS = 200;
/** How long it leaves the server alone while events do not cease; the first after a pause it follows at once. */
const BUSY_MILLIS = 1000;
/** The same for what is looked at itself, which is quickly answered, or seldom happens. */
const AWAITED_MILLIS = 100;
/** Events that pages of their own are about. */
const ABOUT = {workers: ['worker-up', 'worker-down'], models: ['model-answered', 'model-failed']};
/** After that it asks again for what could not be had. */
const AGAIN_MILLIS = 2000;
const $ = id => document.getElementById(id);

/** Pages of their own; each fills an element for what stands behind its name in the address, and says whose campaign it is of. */
const PAGES = {pictures: showPictures, compare: showCompare, lineage: showLineage, models: showModels, workers: showWorkers, clips: showClips};
/** What is looked at. */
const view = {wanted: null, campaign: null, experiment: null, other: null, tab: null, page: 1, orders: {...ORDERS}, search: '', kind: ''};
/** How far the anchors are, in words. */
let anchors = null;
/** Why there is no campaign to look at, in words. */
let none = '';
let events = null;
/** The last event that was heard of the campaign that is followed. */
let last;
/** What was answered last of the campaign that is looked at, and what was heard since. */
let known = null;
let heard = [];
let drawing = false;
/** Whether a person asked to draw anew. A drawing that is under way then stops: what it waits for is no longer looked at. */
let asked = false;
/** How long after the last answers an event wants it, at the earliest; null where none does. */
let news = null;
let next = null;
let drawn = -Infinity;
/** The campaign whose scores are drawn as they are; phases do not change them. */
let scored = null;
/** The campaign whose cascade is told, and whether it had ended. */
let cascaded = null;
let typing = null;
let again = null;

async function allCampaigns() {
  const all = {campaigns: [], running: null, takes_campaigns: false};
  let from = '';
  do {
    const page = await ask('/api/campaigns?limit=200&from=' + encodeURIComponent(from));
    all.campaigns.push(...page.campaigns);
    all.running = page.running;
    all.takes_campaigns = page.takes_campaigns;
    from = page.next ?? '';
  } while (from);
  return all;
}

async function choose() {
  const {campaigns, running, takes_campaigns} = await allCampaigns();
  if (asked) {
    return;
  }
  drawStart(takes_campaigns);
  const chosen = view.wanted ?? running ?? campaigns.at(-1)?.id ?? null;
  view.campaign = campaigns.some(each => each.id === chosen) || view.wanted ? chosen : null;
  const names = campaigns.map(each => each.name);
  const alike = name => names.indexOf(name) !== names.lastIndexOf(name);
  $('campaigns').replaceChildren(...campaigns.toReversed().map(each =>
    element('option', {value: each.id, selected: each.id === view.campaign}, each.name + (alike(each.name) ? ', ' + moment(each.created) : ''))));
  $('choice').hidden = campaigns.length < 2;
  none = running ? 'The campaign is about to begin.'
    : takes_campaigns ? 'No campaign has begun yet. Start one with the button above, or send its file to this orchestrator.' : 'No campaign is stored here yet.';
}

async function draw() {
  if (view.experiment || view.other) {
    known = null;
    heard = [];
  }
  if (view.experiment) {
    const experiment = await show($('experiment'), view.experiment);
    if (asked) {
      return;
    }
    view.campaign = experiment.campaign;
    document.title = 'Iteration ' + experiment.iteration + ' – ' + experiment.name;
    reveal('experiment');
    follow();
    return;
  }
  if (view.other) {
    const campaign = await PAGES[view.other.kind]($('other'), view.other.place);
    if (asked) {
      return;
    }
    view.campaign = campaign;
    document.title = PAGE_TITLES[view.other.kind];
    reveal('other');
    follow();
    return;
  }
  if (!view.campaign) {
    await choose();
  }
  if (asked) {
    return;
  }
  if (!view.campaign) {
    $('nothing').textContent = anchors ?? none;
    reveal('nothing');
    follow();
    return;
  }
  const id = encodeURIComponent(view.campaign);
  const campaign = await ask('/api/campaigns/' + id);
  if (asked) {
    return;
  }
  if (!view.tab) {
    view.tab = campaign.counts.in_progress > 0 || campaign.counts.successful === 0 ? 'in_progress' : 'successful';
  }
  const order = view.orders[view.tab];
  const shows = {tab: view.tab, order, kind: view.kind, searched: view.search !== '', first: view.page === 1 && view.search === '', all: view.page === 1 && view.search === '' && order === ORDERS.in_progress};
  const query = new URLSearchParams({campaign: view.campaign, status: view.tab, page: view.page, limit: PAGE, sort: order, search: view.search, kind: view.kind});
  const list = await ask('/api/experiments?' + query);
  if (asked) {
    return;
  }
  known = {campaign, list, shows};
  const {true: later = [], false: answered = []} = Object.groupBy(heard, event => event.number > campaign.last_event);
  heard = later;
  answered.filter(event => event.type === 'experiment-ended').forEach(event => proposers.delete(event.id));
  drawKnown();
  drawActions(campaign, shows.tab);
  drawRetries(campaign.retries, shows.tab);
  reveal('campaign');
  follow(campaign.last_event);
  if (scored !== view.campaign) {
    scored = view.campaign;
    await drawScores(view.campaign);
  }
  if (asked) {
    return;
  }
  // All experiments are read for it, so it is asked for when the campaign comes up and when it ends.
  const stage = view.campaign + campaign.ended;
  if (cascaded !== stage) {
    cascaded = stage;
    await drawCascade(view.campaign);
  }
}

function drawKnown() {
  const {campaign, list} = afterwards(known, heard);
  drawCampaign(campaign, anchors);
  drawList(list, known.shows.tab, {...known.shows, objective: campaign.objective}, sort);
}

function reveal(shown) {
  for (const id of ['campaign', 'experiment', 'other', 'nothing']) {
    $(id).hidden = id !== shown;
  }
}

/** Draws anew, one time for all that asks for it meanwhile. */
function refresh() {
  scored = null;
  asked = true;
  schedule();
}

/** The same after an event: at once when there was none for a while, and after a pause in a stream of them. */
function follows(event) {
  if (known) {
    drawKnown();
  }
  if (known ? isTold(event, known) : isOfOthers(event)) {
    return;
  }
  const pause = isAwaited(event) ? AWAITED_MILLIS : BUSY_MILLIS;
  if (news === null || pause < news) {
    news = pause;
    schedule();
  }
}

/** Whether an event is of an experiment that a page which is no campaign's does not show. */
function isOfOthers(event) {
  if (view.experiment) {
    return event.id !== undefined && event.id !== view.experiment && !event.parents?.includes(view.experiment) && (event.type === 'experiment-phase' || !mayBeChild(event.id));
  }
  return event.type === 'experiment-phase' && view.other && view.other.kind !== 'workers';
}

function isAwaited(event) {
  if (view.experiment) {
    return event.id === view.experiment;
  }
  return view.other ? ABOUT[view.other.kind]?.includes(event.type) : /^(campaign|worker|store)-/.test(event.type);
}

function schedule() {
  clearTimeout(next);
  if (!drawing && (asked || news !== null)) {
    const pause = drawn + news - performance.now();
    if (asked || pause > 0) {
      next = setTimeout(redraw, asked ? 0 : pause);
    } else {
      redraw();
    }
  }
}

async function redraw() {
  drawing = true;
  asked = false;
  news = null;
  try {
    await draw();
    if (events?.readyState === EventSource.OPEN) {
      connected(true);
    }
  } catch (problem) {
    scored = null;
    cascaded = null;
    if (!asked) {
      fail(problem);
    }
  }
  drawing = false;
  drawn = performance.now();
  schedule();
}

/** Says why nothing could be drawn. Where the server is gone, what is on the page stays. */
function fail(problem) {
  if (problem instanceof Unreachable) {
    connected(false);
    askAgain();
    return;
  }
  if (!(problem instanceof Refused)) {
    console.error(problem);
  }
  $('nothing').textContent = problem instanceof Refused ? problem.message : 'This page has a fault: ' + problem.message + '. Reload it.';
  reveal('nothing');
  if (problem.passes) {
    askAgain();
  }
}

function askAgain() {
  clearTimeout(again);
  again = setTimeout(refresh, AGAIN_MILLIS);
}

// --- Events

function follow(after) {
  const followed = view.campaign ?? '';
  if (document.hidden || events && events.campaign === followed && events.readyState !== EventSource.CLOSED) {
    return;
  }
  // A page that shows no campaign itself goes on behind what it has heard.
  after ??= events?.campaign === followed ? last : undefined;
  last = after;
  events?.close();
  progress.clear();
  proposers.clear();
  heard = [];
  anchors = null;
  const query = new URLSearchParams();
  if (view.campaign) {
    query.set('campaign', view.campaign);
  }
  // An answer that does not say up to which event it tells may miss what happens before the stream begins.
  const missing = after === undefined && view.campaign !== null;
  if (missing || after !== undefined) {
    query.set('after', String(after ?? 'now'));
  }
  events = new EventSource('/api/events?' + query);
  events.campaign = followed;
  events.onopen = () => {
    if (connected(true)) {
      refresh();
    } else if (missing) {
      news = 0;
      schedule();
    }
  };
  events.onerror = () => {
    connected(false);
    // A browser gives up where it gets an answer that is no stream, as from a server of another store.
    if (events.readyState === EventSource.CLOSED) {
      askAgain();
    }
  };
  events.onmessage = message => hear(JSON.parse(message.data));
}

/** Says whether the server is there; true if it has come back. */
function connected(there) {
  const gone = document.body.classList.contains('gone');
  document.body.classList.toggle('gone', !there);
  const text = there ? 'Live' : 'The server is gone. Waiting for it to come back…';
  if ($('connection').textContent !== text) {
    $('connection').textContent = text;
  }
  return there && gone;
}

/** What goes on moves by itself, without a request. */
function tick() {
  if (view.experiment) {
    tickExperiment($('experiment'));
  } else {
    tickList();
  }
}

function hear(event) {
  switch (event.type) {
    case 'experiment-progress':
      progress.set(event.id, event.phase + ' ' + event.done + ' of ' + event.total);
      tick();
      // Each step that ends gives a worker another one.
      if (view.other?.kind === 'workers') {
        break;
      }
      return;
    case 'anchors-progress':
      anchors = event.done < event.total ? 'Anchors are being measured: ' + event.done + ' of ' + event.total + ' curves.' : null;
      forgetAnchors();
      if (anchors === null) {
        scored = null;
      }
      drawNote(null, anchors);
      break;
    case 'model-progress':
      $('asked').textContent = event.model + ', ' + event.slot + ': about ' + event.tokens + ' tokens';
      return;
    case 'experiment-phase':
      progress.set(event.id, event.phase);
      tick();
      anchors = null;
      break;
    case 'candidate-proposed':
      proposers.set(event.id, event.proposer);
      break;
    case 'experiment-ended':
      if (!event.failure) {
        scored = null;
      }
      progress.delete(event.id);
      $('news').textContent = 'Iteration ' + event.iteration + (event.failure ? ' failed: ' + event.message : ' succeeded: ' + rate(event.score));
      break;
    case 'experiment-deleted':
      scored = null;
  }
  if (view.experiment && event.id === view.experiment && /^experiment-(phase|ended)$/.test(event.type)) {
    tellStatus($('experiment'), event.type === 'experiment-phase' ? event.phase : event.failure ? 'failed' : 'succeeded');
  }
  if (event.number) {
    heard.push(event);
    last = event.number;
  }
  follows(event);
}

// --- What a person does

function route() {
  const [, kind, id] = location.hash.match(/^#\/(\w+)\/(.+)$/) ?? [];
  const other = kind && Object.hasOwn(PAGES, kind) ? {kind, place: id} : null;
  const named = id === undefined || other ? null : fromAddress(id);
  const entered = view.experiment !== (kind === 'experiment' ? named : null) || view.other?.kind !== other?.kind;
  view.other = other;
  view.experiment = kind === 'experiment' ? named : null;
  if (kind === 'campaign' && named !== view.campaign || !kind && view.wanted) {
    view.tab = null;
    view.page = 1;
  }
  if (!other && kind !== 'experiment') {
    view.wanted = kind === 'campaign' ? named : null;
    view.campaign = null;
  }
  if (entered) {
    if (view.experiment || other) {
      hush();
    }
    scrollTo(0, 0);
  }
  refresh();
}

function select(tab) {
  view.tab = tab;
  view.page = 1;
  refresh();
}

/** In another order; in the same one, turned round. */
function sort(order) {
  view.orders[view.tab] = view.orders[view.tab] === order ? '-' + order : order;
  view.page = 1;
  refresh();
}

function turn(pages) {
  view.page += pages;
  refresh();
}

for (const tab of TABS) {
  $('tab-' + tab).onclick = () => select(tab);
  $('tab-' + tab).onkeydown = press => {
    const i = TABS.indexOf(tab);
    const to = {ArrowRight: TABS[(i + 1) % 3], ArrowLeft: TABS[(i + 2) % 3], Home: TABS[0], End: TABS[2]}[press.key];
    if (to) {
      press.preventDefault();
      $('tab-' + to).focus();
      select(to);
    }
  };
}
$('skip').onclick = press => {
  press.preventDefault();
  $('main').focus();
};
$('previous').onclick = () => turn(-1);
$('next').onclick = () => turn(1);
$('search').oninput = () => {
  view.search = $('search').value.trim();
  view.page = 1;
  clearTimeout(typing);
  typing = setTimeout(refresh, CALM_MILLIS);
};
$('kind').onchange = () => {
  view.kind = $('kind').value;
  view.page = 1;
  refresh();
};
$('axis').onchange = () => refresh();
$('campaigns').onchange = () => {
  location.hash = '#/campaign/' + encodeURIComponent($('campaigns').value);
};
/** A token in the address is taken before anything is drawn: reading may want it. */
function begin() {
  takeToken().catch(() => {}).then(route);
}

/** A browser opens six connections to a server for all tabs, and a stream holds one: a tab that nobody sees gives it back. */
document.onvisibilitychange = () => {
  if (document.hidden) {
    events?.close();
  } else {
    refresh();
  }
};
addEventListener('hashchange', () => bringsToken() ? begin() : route());
setInterval(tick, 1000);
begin();
