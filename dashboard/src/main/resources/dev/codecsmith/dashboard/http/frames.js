// Quality frame by frame, of all qualities of a clip, and beside it where the bits go; of an anchor or the parent as well, if a reader wants that.

import {anchorsOf} from './anchors.js';
import {bitsPart} from './bits.js';
import {chart} from './chart.js';
import {artifact, ask} from './request.js';
import {columns, element, figure} from './text.js';
import {clipPath, figuresOf, rateWords} from './videos.js';

const FIGURES = {psnr_yuv: 'PSNR-YUV in dB', psnr_y: 'PSNR-Y in dB', ffmpeg_ssim_all: 'SSIM'};
/** Of what stands beside; qualities begin with 2. */
const BESIDE = 7;

/** A chart to be opened, with a choice of clip, figure and what stands beside; nothing where no frames were kept. */
export function drawFrames(experiment) {
  const kept = experiment.points.filter(point => point.frames_sha256);
  if (kept.length === 0) {
    return [];
  }
  const clip = choice('Clip', [...new Set(kept.map(point => point.clip))].map(name => option(name, name)));
  const metric = choice('Figure', Object.entries(FIGURES).map(([value, text]) => option(value, text)));
  const beside = choice('Beside', []);
  const note = element('p', {class: 'note', role: 'status', hidden: true});
  const drawn = element('div', {});
  const place = element('div', {});
  const details = element('details', {}, element('summary', {}, 'Frame by frame'), element('p', {class: 'choices'}, clip.label, beside.label), note,
    element('div', {class: 'charts'}, element('div', {}, element('p', {class: 'choices'}, metric.label), drawn), place));
  const ofClip = () => kept.filter(point => point.clip === clip.select.value);
  let bits = null;
  let other = null;
  let waiting = new AbortController();
  const draw = () => frameChart(ofClip(), metric.select.value, other)
    .then(made => drawn.replaceChildren(made), problem => drawn.replaceChildren(element('p', {class: 'note'}, problem.message)));
  const say = text => {
    note.textContent = text;
    note.hidden = text === '';
  };
  /** Beside another one, or none. */
  const turnTo = async name => {
    waiting.abort();
    waiting = new AbortController();
    const {signal} = waiting;
    other = null;
    say('');
    let found = null;
    let problem = '';
    if (name) {
      const [, kind, codec, value] = name.match(/^(\w+)\/(.+)\/(\d+)$/);
      const title = kind === 'parent' ? 'its parent at quality ' + value : codec + ' at ' + value;
      try {
        if (kind === 'anchor') {
          say(title + ' codes ' + clip.select.value + ' once more, to tell of its frames…');
        }
        const frames = await (kind === 'parent' ? parentsFrames(codec, clip.select.value, Number(value)) : figuresOf(clipPath(experiment.campaign, clip.select.value), name, signal));
        found = {title, tone: BESIDE, frames};
        problem = frames.bytes ? '' : 'How large the frames of ' + title + ' are is not known.';
      } catch (fault) {
        problem = title + ': ' + fault.message;
      }
    }
    if (!signal.aborted) {
      other = found;
      say(problem);
      draw();
      bits.show(other);
    }
  };
  const drawAll = async () => {
    bits = bitsPart(experiment, ofClip());
    place.replaceChildren(bits.node);
    turnTo('');
    const [anchors, parent] = await Promise.all([
      anchorsOf(experiment.campaign),
      experiment.parents.length > 0 ? ask('/api/experiments/' + encodeURIComponent(experiment.parents[0])).catch(() => null) : null]);
    const groups = [...parent ? parentChoices(parent, clip.select.value) : [], ...anchorChoices(anchors, clip.select.value)];
    beside.select.replaceChildren(option('', 'none'), ...groups);
    beside.label.hidden = groups.length === 0;
  };
  clip.select.onchange = drawAll;
  metric.select.onchange = draw;
  beside.select.onchange = () => turnTo(beside.select.value);
  details.ontoggle = () => {
    if (details.open && bits === null) {
      drawAll();
    }
  };
  return [details];
}

function choice(name, options) {
  const select = element('select', {}, ...options);
  return {select, label: element('label', {}, name + ' ', select)};
}

function option(value, text) {
  return element('option', {value}, text);
}

function parentChoices(parent, clip) {
  const points = parent.points.filter(point => point.clip === clip && point.frames_sha256);
  return points.length === 0 ? [] : [element('optgroup', {label: 'its parent'}, ...points.map(point =>
    option('parent/' + parent.id + '/' + point.quality, rateWords('quality ' + point.quality, point.bitrate_kbps, point.psnr_yuv))))];
}

/** What is stored of a parent's frames; their sizes where it reports them. */
async function parentsFrames(id, clip, quality) {
  const path = '/api/experiments/' + encodeURIComponent(id);
  const point = (await ask(path)).points.find(each => each.clip === clip && each.quality === quality);
  const frames = columns(await artifact(point.frames_sha256));
  const report = point.bits_sha256 ? await ask(path + '/bits?clip=' + encodeURIComponent(clip) + '&quality=' + quality) : {refused: 'none'};
  if (!report.refused) {
    frames.bytes = frames.frame.map(() => 0);
    report.frames.forEach(({frame, bits}) => {
      frames.bytes[frame] = bits / 8;
    });
  }
  return frames;
}

/** The values of each anchor, from the lowest rate on; its frames are known to no record, so it codes the clip once more. */
function anchorChoices({curves}, clip) {
  return curves.filter(curve => curve.clip === clip).map(curve => element('optgroup', {label: curve.anchor},
    ...curve.points.toSorted((one, other) => one.bitrate_kbps - other.bitrate_kbps).map(point =>
      option('anchor/' + curve.anchor + '/' + point.value, rateWords('at ' + point.value, point.bitrate_kbps, point.metrics.psnr_yuv)))));
}

async function frameChart(points, metric, other) {
  const series = await Promise.all(points.map(async (point, i) => ({
    name: 'quality ' + point.quality + ', ' + figure(point.bitrate_kbps, 1) + ' kbit/s',
    tone: 2 + i % (BESIDE - 2),
    line: true,
    points: curve(columns(await artifact(point.frames_sha256)), metric),
  })));
  return chart({
    title: points[0].clip,
    x: {label: 'frame', whole: true, text: value => String(value)},
    y: {label: FIGURES[metric], text: value => figure(value, metric.includes('ssim') ? 3 : 1), exact: value => figure(value, metric.includes('ssim') ? 4 : 2)},
    series: [...series, ...other ? [{name: other.title, tone: other.tone, line: true, dashed: true, points: curve(other.frames, metric)}] : []],
  });
}

/** Frames that are coded without loss have no PSNR to draw. */
function curve(table, metric) {
  return table.frame.map((x, i) => ({x, y: table[metric]?.[i]})).filter(({y}) => Number.isFinite(y));
}
