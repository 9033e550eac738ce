// One experiment: what came of it, its curves and points, its program, and its files.

import {experimentActions} from './actions.js';
import {anchorsOf} from './anchors.js';
import {chart} from './chart.js';
import {diff, source} from './code.js';
import {drawFrames} from './frames.js';
import {comparePlace} from './compare.js';
import {progress} from './list.js';
import {fillParts, wideTable} from './parts.js';
import {picturePlace} from './pictures.js';
import {artifact, ask} from './request.js';
import {between, bytes, download, element, figure, moment, place, rate, seconds} from './text.js';

/** The ids of what was made from it, as far as they were answered, and whether that is all. */
let made = {ids: new Set(), all: true};

/** Whether another experiment may be one that was made from the one on the page. */
export const mayBeChild = id => made.ids.has(id) || !made.all;

/** Fills an element with an experiment's page; parts of it that come out as they are stay, with what a reader has opened in them. */
export async function show(page, id) {
  const experiment = await ask('/api/experiments/' + encodeURIComponent(id));
  await fillParts(page, id, parts(experiment, await anchorsOf(experiment.campaign)));
  made = {ids: new Set(experiment.children.map(child => child.id)), all: experiment.children.length === experiment.children_total};
  return experiment;
}

/** From top to bottom by name: what each is drawn of, and what draws it. */
function parts(experiment, anchors) {
  const {campaign, iteration, name, status, points: measured, parents, artifacts} = experiment;
  const {flags, warnings, phases, reasoning: reasons, language} = experiment;
  const span = [experiment.created, isFinal(experiment) ? experiment.updated : null];
  const scores = [experiment.bd_rate, experiment.bd_rate_per_clip, anchors.main];
  return {
    head: {of: [campaign, iteration, name], draw: () => head(experiment)},
    pages: {of: [measured, parents, experiment.bd_rate, anchors.main], draw: () => pages(experiment, anchors)},
    actions: {of: isFinal(experiment), draw: () => [experimentActions(experiment)]},
    facts: {of: [experiment.score, experiment.bd_rate, status, experiment.decoder_bytes, span, experiment.worker], draw: () => [facts(experiment)]},
    failure: {of: experiment.failure, draw: () => failure(experiment)},
    flags: {of: flags, draw: () => remarks('Flags', flags)},
    warnings: {of: warnings, draw: () => remarks('Warnings', warnings)},
    phases: {of: [phases, isFinal(experiment)], draw: () => timeline(experiment)},
    scorecard: {of: scores, draw: () => scorecard(experiment, anchors)},
    curves: {of: [measured, anchors], draw: () => curves(experiment, anchors)},
    points: {of: measured, draw: () => points(experiment)},
    frames: {of: measured, draw: () => drawFrames(experiment)},
    reasoning: {of: reasons, draw: () => reasoning(experiment)},
    program: {of: [artifacts.program, parents, language], draw: () => program(experiment)},
    texts: {of: TEXTS.map(([role]) => artifacts[role]), draw: () => texts(experiment)},
    children: {of: [experiment.children, experiment.children_total], draw: () => [descendants(experiment)]},
    files: {of: [measured, artifacts, experiment.decoder_bytes], draw: () => files(experiment)},
  };
}

function head(experiment) {
  return [
    element('p', {class: 'back'}, element('a', {href: '#/campaign/' + encodeURIComponent(experiment.campaign)}, '← All experiments')),
    element('h1', {}, 'Iteration ' + experiment.iteration, ' ', element('span', {class: 'quiet'}, experiment.name)),
    element('p', {class: 'sub mono'}, experiment.id)];
}

/** Where more is to be seen of it. */
function pages(experiment, {main}) {
  const tree = element('a', {href: '#/lineage/' + encodeURIComponent(experiment.campaign)}, 'Lineage');
  if (experiment.points.length === 0) {
    return [element('nav', {class: 'pages', 'aria-label': 'Of this experiment'}, tree)];
  }
  const itself = 'experiment/' + experiment.id;
  const clip = experiment.points[0].clip;
  const points = experiment.points.filter(point => point.clip === clip);
  const named = Object.keys(experiment.bd_rate).filter(each => !each.includes('/'));
  const anchor = named.includes(main) ? main : named[0];
  const others = [...anchor ? ['anchor/' + anchor] : [], ...experiment.parents.slice(0, 1).map(parent => 'experiment/' + parent)];
  return [element('nav', {class: 'pages', 'aria-label': 'Of this experiment'},
    element('a', {href: picturePlace(experiment.campaign, clip, 'source', itself + '/' + points[Math.floor(points.length / 2)].quality)}, 'The picture'),
    element('a', {href: comparePlace(experiment.campaign, [...others, itself])}, 'Compare'),
    tree)];
}

/** What was made from it. */
function descendants({children, children_total: total}) {
  const part = element('section', {hidden: children.length === 0}, element('h2', {}, 'What was made from it'));
  if (children.length > 0) {
    part.append(wideTable('What was made from it', ['Program', 'Score'], children.map(each => [
      element('a', {href: place(each.id)}, 'Iteration ' + each.iteration + ', ' + each.name), each.failed ? 'failed' : each.score === null ? 'in progress' : rate(each.score)])));
  }
  if (children.length < total) {
    part.append(element('p', {class: 'quiet foot'}, 'The best ' + children.length + ' of ' + total + '.'));
  }
  return part;
}

/** Whether a figure is by an objective of a campaign's own. */
const isScore = anchor => anchor.includes('/objective');

/** Whether it is ranked by one. */
const own = experiment => Object.keys(experiment.bd_rate).some(isScore);

const isFinal = ({status}) => status === 'succeeded' || status === 'failed';

/** How long it took, or has taken until now where it goes on. */
function duration(experiment) {
  return isFinal(experiment) ? between(experiment.created, experiment.updated)
    : element('span', {'data-since': experiment.created}, between(experiment.created));
}

function facts(experiment) {
  const list = element('dl', {class: 'figures'});
  const add = (name, value, kind) => list.append(element('div', {class: kind}, element('dt', {}, name), element('dd', {class: kind ? undefined : 'words'}, value)));
  add(own(experiment) ? 'Score' : 'BD-rate', rate(experiment.score), 'lead');
  add('Status', element('span', {'data-status': ''}, experiment.status));
  add('Proposer', experiment.proposer);
  add('Language', experiment.language);
  add('Decoder', bytes(experiment.decoder_bytes));
  add('Took', duration(experiment));
  add('Began', moment(experiment.created));
  if (experiment.worker) {
    add('Worker', experiment.worker);
  }
  const parents = experiment.parents.map(parent => element('a', {href: place(parent)}, parent));
  if (parents.length > 0) {
    add('Made from', element('span', {class: 'list'}, ...parents));
  }
  return list;
}

function failure(experiment) {
  if (!experiment.failure) {
    return [];
  }
  const {kind, phase, message} = experiment.failure;
  return [element('h2', {}, 'Failed: ' + kind.replaceAll('-', ' ') + ' while ' + phase), pre(message)];
}

function pre(text) {
  return element('pre', {tabindex: '0'}, text);
}

function remarks(title, texts) {
  return texts.length === 0 ? [] : [element('h2', {}, title), element('ul', {}, ...texts.map(text => element('li', {}, text)))];
}

/** Each phase up to the next one; the last is how it ended, or goes on. */
function timeline(experiment) {
  const {id, phases} = experiment;
  const parts = phases.slice(0, -1).map(({phase, entered}, i) => {
    const left = phases[i + 1].entered;
    return bar('phase', phase, between(entered, left), Date.parse(left) - Date.parse(entered));
  });
  if (!isFinal(experiment) && phases.length > 0) {
    const {phase, entered} = phases.at(-1);
    const now = bar('phase now', phase, '', 0);
    Object.assign(now.dataset, {of: id, phase, entered});
    now.setAttribute('aria-current', 'step');
    move(now);
    parts.push(now);
  }
  return parts.length === 0 ? [] : [element('h2', {}, 'Phases'), element('ol', {class: 'phases'}, ...parts)];
}

/** As wide as it is long. */
function bar(kind, phase, words, millis) {
  const part = element('li', {class: kind}, element('span', {}, phase), element('span', {class: 'quiet'}, words));
  part.style.flexGrow = String(Math.max(1, millis));
  return part;
}

/** Says of the phase that is under way how far it is and how long it has taken. */
function move(now) {
  const {of, phase, entered} = now.dataset;
  const [name, time] = now.children;
  const far = progress.get(of);
  // What was heard last may be of the phase before.
  name.textContent = far?.startsWith(phase + ' ') ? far : phase;
  time.textContent = between(entered);
  now.style.flexGrow = String(Math.max(1, Date.now() - Date.parse(entered)));
}

/** Where the experiment stands by its last event, before the rest is answered. */
export function tellStatus(page, status) {
  for (const part of page.querySelectorAll('[data-status]')) {
    part.textContent = status;
  }
}

/** What goes on moves by itself on an experiment's page. */
export function tickExperiment(page) {
  page.querySelectorAll('.phase.now').forEach(move);
  for (const time of page.querySelectorAll('[data-since]')) {
    time.textContent = between(time.dataset.since);
  }
}

function scorecard(experiment, {main}) {
  // What makes the score comes first, then the rest of its anchor; as AnchorComparison orders a report's.
  const rank = key => key.split('/')[0] !== main ? 2 : isScore(key) ? 0 : 1;
  const anchors = Object.keys(experiment.bd_rate).toSorted((one, other) => rank(one) - rank(other));
  if (anchors.length === 0) {
    return [];
  }
  const clips = [...new Set(Object.values(experiment.bd_rate_per_clip).flatMap(Object.keys))].sort();
  const rows = anchors.map(anchor => {
    const by = new Map(Object.entries(experiment.bd_rate_per_clip[anchor] ?? {}));
    return [against(anchor), rate(experiment.bd_rate[anchor]), ...clips.map(clip => rate(by.get(clip)))];
  });
  return [
    element('h2', {}, 'Scorecard'),
    element('p', {class: 'quiet'}, 'BD-rate in percent against each anchor: bits for the same quality, less is better.' + (own(experiment) ? ' The score is what the campaign\'s objective makes of them.' : '')),
    wideTable('Scorecard', ['Anchor', 'Mean', ...clips], rows)];
}

/** Figures that are reported beside the score have the anchor's name and, behind a stroke each, by what and on what. */
function against(key) {
  const [anchor, ...more] = key.split('/');
  const words = {'ssim': 'by SSIM', 'held-out': 'held-out clips', 'psnr_y': 'by PSNR-Y', 'ms_ssim': 'by MS-SSIM', 'psnr_hvs': 'by PSNR-HVS', 'objective': 'by the objective'};
  return [anchor, ...more.map(each => Object.hasOwn(words, each) ? words[each] : each)].join(', ');
}

/** Rate and quality on each clip, beside its first parent and the anchors. */
async function curves(experiment, anchors) {
  if (experiment.points.length === 0) {
    return [];
  }
  const parent = experiment.parents.length > 0 ? await ask('/api/experiments/' + encodeURIComponent(experiment.parents[0])).catch(() => null) : null;
  const clips = [...new Set(experiment.points.map(point => point.clip))];
  return [
    element('h2', {}, 'Rate and quality'),
    element('div', {class: 'charts'}, ...clips.map(clip => rateChart(clip, experiment, parent, anchors)))];
}

function rateChart(clip, experiment, parent, anchors) {
  const line = (name, tone, points, more) => ({name, tone, line: true, points: points
    .map(point => ({x: point.bitrate_kbps, y: point.metrics.psnr_yuv, title: name + ': ' + figure(point.metrics.psnr_yuv, 2) + ' dB at ' + figure(point.bitrate_kbps, 1) + ' kbit/s'}))
    .filter(({x, y}) => Number.isFinite(x) && Number.isFinite(y))
    .sort((one, other) => one.x - other.x), ...more});
  const on = points => points.filter(point => point.clip === clip);
  return chart({
    title: clip + (anchors.held_out.includes(clip) ? ' (held out)' : ''),
    x: {label: 'kbit/s', log: true, text: value => String(Number(value.toPrecision(3))), exact: value => figure(value, 1)},
    y: {label: 'PSNR-YUV in dB', text: value => String(value), exact: value => figure(value, 2)},
    series: [
      ...anchors.curves.filter(curve => curve.clip === clip).map((curve, i) => line(curve.anchor, 4 + i % 4, curve.points, {dashed: true})),
      ...parent ? [line('its parent', 1, on(parent.points), {dots: true})] : [],
      line('this program', 2, on(experiment.points), {dots: true}),
    ],
  });
}

function points(experiment) {
  if (experiment.points.length === 0) {
    return [];
  }
  const rows = experiment.points.map(point => [
    point.clip, String(point.quality), figure(point.bitrate_kbps, 1), figure(point.psnr_yuv, 2), figure(point.psnr_y, 2),
    figure(point.ssim_all, 4), bytes(point.bytes), took(point.encode_cpu_s, point.encode_setting), took(point.decode_cpu_s, point.decode_setting),
    element('a', {href: picturePlace(experiment.campaign, point.clip, 'source', 'experiment/' + experiment.id + '/' + point.quality)}, 'look'),
    element('span', {},
      download(point.bitstream_sha256, experiment.id + '_' + point.clip + '_q' + point.quality + '.bin', 'bitstream'), ' ', decoded(experiment, point))]);
  const settings = [...new Set(experiment.points.flatMap(point => [point.encode_setting, point.decode_setting]).filter(Boolean))];
  const use = experiment.limit_use;
  const nearest = ({share, clip, quality}) => figure(100 * share, 0) + ' % (' + clip + ' at quality ' + quality + ')';
  return [
    element('h2', {}, 'Rate points'),
    wideTable('Rate points', ['Clip', 'Quality', 'kbit/s', 'PSNR-YUV', 'PSNR-Y', 'SSIM', 'Size', 'Encoder CPU', 'Decoder CPU', 'Picture', 'Files'], rows),
    ...use === null ? [] : [element('p', {class: 'quiet foot'}, 'Nearest to its limits on CPU time: encoding ' + nearest(use.encode) + ', decoding ' + nearest(use.decode) +
      '. On memory: encoding ' + nearest(use.encode_memory) + ', decoding ' + nearest(use.decode_memory) + '. Its size is ' + figure(100 * use.decoder_size, 0) + ' % of what it may be.')],
    ...settings.length === 0 ? [] : [element('p', {class: 'quiet foot'}, '* The runtime was set otherwise than usual for this run: ' + settings.join('; ') + '.')]];
}

/** CPU seconds, with a star where the runtime was set otherwise than usual. */
function took(cpu, setting) {
  return setting ? element('span', {title: setting}, seconds(cpu) + '*') : seconds(cpu);
}

/** What its decoder makes of a bitstream; the server decodes it then. */
function decoded(experiment, {clip, quality}) {
  const path = '/api/campaigns/' + encodeURIComponent(experiment.campaign) + '/pictures/' + encodeURIComponent(clip) + '/video.y4m?of=';
  return element('a', {href: path + encodeURIComponent('experiment/' + experiment.id + '/' + quality), download: experiment.id + '_' + clip + '_q' + quality + '.y4m'}, 'decoded');
}

function reasoning(experiment) {
  return experiment.reasoning ? [element('h2', {}, 'Why it was made so'), pre(experiment.reasoning)] : [];
}

/** Something that is asked for when it is opened first. */
function opened(title, fill) {
  const details = element('details', {}, element('summary', {}, title));
  details.ontoggle = () => {
    if (details.open && details.childElementCount === 1) {
      const body = element('div', {}, element('p', {class: 'quiet'}, 'Loading…'));
      details.append(body);
      fill().then(parts => body.replaceChildren(...parts), problem => body.replaceChildren(element('p', {class: 'note'}, problem.message)));
    }
  };
  return details;
}

function program(experiment) {
  if (!experiment.artifacts.program) {
    return [];
  }
  const asked = () => ask('/api/experiments/' + encodeURIComponent(experiment.id) + '/program');
  return [
    element('h2', {}, 'Program'),
    ...experiment.parents.length === 0 ? [] : [opened('What it changed', async () => {
      const {parent, diff: text} = await asked();
      return text === null ? [element('p', {class: 'quiet'}, 'Its parent is no longer stored.')]
        : [element('p', {class: 'quiet'}, 'Against ', element('a', {href: place(parent)}, parent)), text ? diff(text) : element('p', {}, 'Nothing.')];
    })],
    opened('Source', async () => {
      const {language, entry, files: texts} = await asked();
      return [
        element('p', {class: 'quiet'}, language + ', starts with ' + entry),
        ...Object.entries(texts).flatMap(([name, text]) => [element('h3', {class: 'mono'}, name), source(text, language)])];
    })];
}

const TEXTS = [['prompt', 'Prompt'], ['reply', 'Reply'], ['log', 'Log']];

/** What was said to a model and by it, and what the program said. */
function texts(experiment) {
  const there = TEXTS.filter(([role]) => experiment.artifacts[role]);
  return there.length === 0 ? [] : [
    element('h2', {}, 'Texts'),
    ...there.map(([role, title]) => opened(title, async () => [pre(await artifact(experiment.artifacts[role]))]))];
}

/** The name of a file that is kept of an artifact. */
function fileName(experiment, role) {
  return experiment.id + '_' + role.replaceAll('/', '_') + (role.startsWith('video/') ? '.mp4' : '');
}

function files(experiment) {
  // Those of the rate points stand beside their figures.
  const known = new Set(experiment.points.map(point => point.bitstream_sha256));
  const roles = Object.entries(experiment.artifacts).filter(([, sha256]) => !known.has(sha256));
  const path = '/api/experiments/' + encodeURIComponent(experiment.id);
  const file = (href, name, text, kind) => element('li', {}, element('a', {href, download: name}, text), ' ', element('span', {class: 'quiet'}, kind));
  const measured = experiment.points.length > 0;
  return [
    element('h2', {}, 'Files'),
    element('ul', {class: 'files'},
      file(path, experiment.id + '.json', 'all figures', 'JSON'),
      measured ? file(path + '/points.csv', experiment.id + '.csv', 'rate points', 'CSV') : null,
      experiment.points.some(point => point.bits_sha256) ? file(path + '/bits.csv', experiment.id + '_bits.csv', 'bits by frame', 'CSV, as the program reports them') : null,
      ...experiment.artifacts.program ? [
        file(path + '/program.zip', experiment.id + '_program.zip', 'the program', 'zip, for codecsmith evaluate'),
        // What does not build does not run.
        experiment.decoder_bytes > 0 ? file(path + '/package.zip', experiment.id + '_codec.zip', 'a codec that runs by itself', 'zip with ./codec encode and ./codec decode') : null,
      ] : [],
      measured ? file(path + '/bitstreams.zip', experiment.id + '_bitstreams.zip', 'all bitstreams', 'zip') : null,
      ...roles.map(([role, sha256]) =>
        element('li', {}, download(sha256, fileName(experiment, role), role), ' ', element('span', {class: 'quiet mono'}, sha256.slice(0, 12)))))];
}
