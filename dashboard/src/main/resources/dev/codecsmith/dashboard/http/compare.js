// Experiments and anchors beside one another: how many bits they need for the same quality, their curves, pictures and sources.

import {chart} from './chart.js';
import {diff} from './code.js';
import {fill, pageHead, wideTable} from './parts.js';
import {picturePlace} from './pictures.js';
import {ask} from './request.js';
import {element, figure, fromAddress, place, rate} from './text.js';

const METRICS = {psnr_yuv: 'PSNR-YUV', psnr_y: 'PSNR-Y', ssim: 'SSIM in dB', ms_ssim: 'MS-SSIM in dB', psnr_hvs: 'PSNR-HVS'};
const CURVES = {psnr_yuv: ['psnr_yuv', 'PSNR-YUV in dB', 1], psnr_y: ['psnr_y', 'PSNR-Y in dB', 1], ssim: ['ffmpeg_ssim_all', 'SSIM', 3],
  ms_ssim: ['float_ms_ssim', 'MS-SSIM', 3], psnr_hvs: ['psnr_hvs', 'PSNR-HVS in dB', 1]};
const BANDS = {score: 'the quality band in which scores are made', common: 'the qualities that both curves cover where no anchor tells the band of scores'};
const TONES = [4, 2, 3, 5, 6, 7, 1];
const MOST = 8;
const OFFERED = 50;
/** Of those that succeeded, and of those that failed. */
const FOUND = 12;
/** How long the page waits for a reader who types. */
const CALM_MILLIS = 200;

/** By what a reader wants to compare; stays from one comparison to the next. */
let chosen = null;
/** By what is compared: that, or else what the campaign ranks by first. */
let metric = 'psnr_yuv';
/** Whether a reader has just chosen who is compared. */
let turned = false;

/** Where some are compared, the first being what the others are held against. */
export function comparePlace(campaign, names) {
  return '#/compare/' + encodeURIComponent(campaign) + '?' + new URLSearchParams(names.map(name => ['of', name]));
}

const idOf = name => name.startsWith('experiment/') ? name.slice('experiment/'.length) : null;

/** Fills a page; behind the campaign's id stands who is compared, by default its best program and its main anchor. */
export async function showCompare(page, where) {
  const [path, query] = where.split('?');
  const campaign = fromAddress(path);
  const id = encodeURIComponent(campaign);
  const [{best, name}, anchors, {successful}] = await Promise.all([
    ask('/api/campaigns/' + id), ask('/api/campaigns/' + id + '/anchors').catch(() => ({main: null, curves: []})),
    ask('/api/experiments?' + new URLSearchParams({campaign, status: 'successful', sort: 'score', limit: OFFERED}))]);
  const measured = [...new Set(anchors.curves.map(curve => curve.anchor))];
  const named = new URLSearchParams(query).getAll('of');
  const names = named.length > 0 ? named : [...measured.filter(each => each === anchors.main).map(each => 'anchor/' + each), ...best ? ['experiment/' + best.id] : []];
  const offered = [...measured.map(each => ['anchor/' + each, each]), ...successful.map(each => ['experiment/' + each.id, titleOf(each)])].filter(([each]) => !names.includes(each));
  const answer = names.length > 0 ? await ask('/api/campaigns/' + id + '/compare?' + new URLSearchParams(names.map(each => ['of', each]))) : null;
  fill(page, [campaign, names, answer], () => [
    ...pageHead('compare', campaign, name),
    ...chooser(campaign, names, answer),
    ...answer === null ? [element('p', {class: 'empty'}, 'Nothing was measured yet.')] : drawn(campaign, answer)]);
  offer(page.querySelector('.contestants select'), offered);
  if (turned) {
    turned = false;
    page.querySelector('.contestants').focus({preventScroll: true});
  }
  return campaign;
}

/** A line of a list in words. */
function titleOf({iteration, name, score, error}) {
  return 'Iteration ' + iteration + ', ' + name + ', ' + (error ? 'failed: ' + error.kind.replaceAll('-', ' ') : rate(score));
}

/** Who is compared: each can be taken out or put first, others can be added. */
function chooser(campaign, names, answer) {
  const go = others => {
    turned = true;
    location.hash = comparePlace(campaign, others);
  };
  const add = other => go([...names, other]);
  const act = (text, label, what) => {
    const made = element('button', {type: 'button', 'aria-label': label, title: label}, text);
    made.onclick = what;
    return made;
  };
  const select = element('select', {'aria-label': 'Add to the comparison'});
  select.onchange = () => add(select.value);
  const {field, found} = finder(campaign, names, add);
  return [element('ul', {class: 'contestants', 'aria-label': 'Compared', tabindex: '-1'}, ...(answer?.contestants ?? []).map((each, i) => element('li', {class: 'tone-' + TONES[i % TONES.length]},
    element('span', {class: 'key dot'}, idOf(each.name) ? element('a', {href: place(idOf(each.name))}, each.title) : each.title),
    i === 0 ? element('span', {class: 'quiet'}, 'reference') : act('as reference', 'Hold the others against ' + each.title, () => go([each.name, ...names.filter(other => other !== each.name)])),
    names.length > 1 ? act('×', 'Take out ' + each.title, () => go(names.filter(other => other !== each.name))) : null)),
  ...names.length < MOST ? [element('li', {}, select), element('li', {}, field)] : []), found];
}

/** Puts anchors and the best programs into a choice, unless a reader chooses just now. What is compared is not drawn anew for it. */
function offer(select, offered) {
  const text = JSON.stringify(offered);
  if (select && select.dataset.text !== text && select !== document.activeElement) {
    select.dataset.text = text;
    select.parentNode.hidden = offered.length === 0;
    select.replaceChildren(element('option', {value: ''}, 'Add…'), ...offered.map(([name, title]) => element('option', {value: name}, title)));
  }
}

/** A field that finds any experiment that was measured, and what it has found, each to be added. */
function finder(campaign, names, add) {
  const field = element('input', {type: 'search', 'aria-label': 'Find experiments to compare', placeholder: 'Name, id, proposer'});
  const said = element('p', {class: 'quiet', role: 'status'});
  const list = element('ul', {'aria-label': 'Found experiments'});
  let typing = null;
  let asking = new AbortController();
  const show = (words, lines) => {
    said.textContent = words;
    list.replaceChildren(...lines.map(line => {
      const made = element('button', {type: 'button', 'aria-label': 'Add ' + titleOf(line)}, titleOf(line));
      made.onclick = () => add('experiment/' + line.id);
      return element('li', {}, made);
    }));
  };
  const find = async () => {
    const {signal} = asking;
    const search = field.value.trim();
    if (search === '') {
      show('', []);
      return;
    }
    try {
      const [successful, failed] = await Promise.all([
        measuredLines({campaign, search, status: 'successful', sort: 'score'}, signal),
        // Those without rate points come last.
        measuredLines({campaign, search, status: 'failed', sort: 'kbps'}, signal)]);
      const lines = [...successful, ...failed].filter(line => !names.includes('experiment/' + line.id));
      const isAll = successful.length < FOUND && failed.length < FOUND;
      signal.throwIfAborted();
      show(lines.length === 0 ? 'Nothing that was measured is like that.' : isAll ? lines.length + ' found.' : 'These and more are like that; write more to find others.', lines);
    } catch (problem) {
      if (!signal.aborted) {
        show(problem.message, []);
      }
    }
  };
  field.oninput = () => {
    asking.abort();
    asking = new AbortController();
    clearTimeout(typing);
    typing = setTimeout(find, CALM_MILLIS);
  };
  return {field, found: element('div', {class: 'found'}, said, list)};
}

/** A list's lines that have rate points. */
async function measuredLines(query, signal) {
  const answer = await ask('/api/experiments?' + new URLSearchParams({...query, limit: FOUND}), signal);
  return answer[query.status].filter(line => line.kbps !== null);
}

function drawn(campaign, answer) {
  const body = element('div', {});
  const known = Object.keys(answer.contestants[0].bd_rate).filter(name => METRICS[name]);
  metric = known.includes(chosen) ? chosen : known[0];
  const choice = element('select', {}, ...known.map(name => element('option', {value: name, selected: name === metric}, METRICS[name])));
  const draw = () => body.replaceChildren(...rates(answer), ...curves(answer));
  choice.onchange = () => {
    metric = chosen = choice.value;
    draw();
  };
  draw();
  return [element('p', {class: 'choices'}, element('label', {}, 'By ', choice)), body, ...pictures(campaign, answer), ...sources(answer)];
}

function rates({clips, held_out: held, contestants}) {
  const [reference, ...others] = contestants;
  if (others.length === 0) {
    return [element('p', {class: 'quiet'}, 'Add another one to see how many bits it needs for the same quality.')];
  }
  const heads = ['', 'Mean', ...clips, ...held.length > 0 ? ['Held out', ...held] : []];
  const row = each => {
    const by = each.bd_rate[metric];
    return [each.title, rate(by.mean), ...clips.map(clip => rate(by.clips[clip])), ...held.length > 0 ? [rate(by.held_out), ...held.map(clip => rate(by.clips[clip]))] : []];
  };
  return [
    element('h2', {}, 'BD-rate against ' + reference.title),
    element('p', {class: 'quiet'}, 'Bits in percent for the same ' + METRICS[metric] + ', over ' + BANDS[others[0].bd_rate[metric].band] + '; less is better.'),
    wideTable('BD-rate', heads, others.map(row))];
}

function curves({clips, held_out: held, contestants}) {
  const [figureOf, label, decimals] = CURVES[metric];
  const line = (clip, each, i) => ({name: each.title, tone: TONES[i % TONES.length], line: true, dots: true, dashed: !idOf(each.name), points: each.points
    .filter(point => point.clip === clip && Number.isFinite(point[figureOf]))
    .map(point => ({x: point.bitrate_kbps, y: point[figureOf], title: each.title + ': ' + figure(point[figureOf], decimals + 1) + ' at ' + figure(point.bitrate_kbps, 1) + ' kbit/s'}))
    .sort((one, other) => one.x - other.x)});
  return [
    element('h2', {}, 'Rate and quality'),
    element('div', {class: 'charts'}, ...[...clips, ...held].map(clip => chart({
      title: clip + (held.includes(clip) ? ' (held out)' : ''),
      x: {label: 'kbit/s', log: true, text: value => String(Number(value.toPrecision(3))), exact: value => figure(value, 1)},
      y: {label, text: value => figure(value, decimals === 1 ? 0 : 2), exact: value => figure(value, decimals + 1)},
      series: contestants.map((each, i) => line(clip, each, i)),
    })))];
}

/** The first two side by side, at the rates that are nearest to one another. */
function pictures(campaign, {clips, held_out: held, contestants}) {
  const [left, right] = contestants.length > 1 ? contestants : [null, contestants[0]];
  const links = [...clips, ...held].map(clip => {
    const pair = nearest(left?.points.filter(point => point.clip === clip), right.points.filter(point => point.clip === clip));
    return pair && element('a', {href: picturePlace(campaign, clip, pair[0] ? left.name + '/' + pair[0].quality : 'source', right.name + '/' + pair[1].quality, contestants.map(each => idOf(each.name)).filter(id => id))}, clip);
  }).filter(link => link);
  return links.length === 0 ? [] : [
    element('h2', {}, 'Pictures'),
    element('p', {class: 'choices'}, ...links)];
}

function nearest(lefts, rights) {
  const middle = rights.toSorted((one, other) => one.bitrate_kbps - other.bitrate_kbps)[Math.floor((rights.length - 1) / 2)];
  if (!middle || lefts?.length === 0) {
    return null;
  }
  const far = point => Math.abs(Math.log(point.bitrate_kbps / middle.bitrate_kbps));
  return [lefts?.toSorted((one, other) => far(one) - far(other))[0] ?? null, middle];
}

/** What one program has otherwise than another. */
function sources({contestants}) {
  const programs = contestants.filter(each => idOf(each.name));
  if (programs.length < 2) {
    return [];
  }
  const select = chosen => element('select', {}, ...programs.map((each, i) => element('option', {value: idOf(each.name), selected: i === chosen}, each.title)));
  const [from, to] = [select(0), select(1)];
  const body = element('div', {});
  const draw = () => ask('/api/experiments/' + encodeURIComponent(to.value) + '/program?against=' + encodeURIComponent(from.value))
    .then(({diff: text}) => body.replaceChildren(text ? diff(text) : element('p', {class: 'quiet'}, text === null ? 'No program is stored of it.' : 'Nothing differs.')),
      problem => body.replaceChildren(element('p', {class: 'note'}, problem.message)));
  from.onchange = draw;
  to.onchange = draw;
  draw();
  return [
    element('h2', {}, 'Source'),
    element('p', {class: 'choices'}, element('label', {}, 'From ', from), element('label', {}, 'to ', to)), body];
}
