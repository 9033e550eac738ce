// Quality frame by frame, of all qualities of a clip, and beside it where the bits go.

import {bitsPart} from './bits.js';
import {chart} from './chart.js';
import {artifact, columns, element, figure} from './text.js';

const FIGURES = {psnr_yuv: 'PSNR-YUV in dB', psnr_y: 'PSNR-Y in dB', ffmpeg_ssim_all: 'SSIM'};

/** A chart to be opened, with a choice of clip and figure; nothing where no frames were kept. */
export function drawFrames(experiment) {
  const kept = experiment.points.filter(point => point.frames_sha256);
  if (kept.length === 0) {
    return [];
  }
  const clip = choice('Clip', [...new Set(kept.map(point => point.clip))].map(name => [name, name]));
  const metric = choice('Figure', Object.entries(FIGURES));
  const drawn = element('div', {});
  const bits = element('div', {});
  const details = element('details', {}, element('summary', {}, 'Frame by frame'), element('p', {class: 'choices'}, clip.label),
    element('div', {class: 'charts'}, element('div', {}, element('p', {class: 'choices'}, metric.label), drawn), bits));
  const ofClip = () => kept.filter(point => point.clip === clip.select.value);
  const draw = () => frameChart(ofClip(), metric.select.value)
    .then(made => drawn.replaceChildren(made), problem => drawn.replaceChildren(element('p', {class: 'note'}, problem.message)));
  const drawAll = () => {
    draw();
    bits.replaceChildren(bitsPart(experiment, ofClip()));
  };
  clip.select.onchange = drawAll;
  metric.select.onchange = draw;
  details.ontoggle = () => {
    if (details.open && bits.childElementCount === 0) {
      drawAll();
    }
  };
  return [details];
}

function choice(name, options) {
  const select = element('select', {}, ...options.map(([value, text]) => element('option', {value}, text)));
  return {select, label: element('label', {}, name + ' ', select)};
}

async function frameChart(points, metric) {
  const series = await Promise.all(points.map(async (point, i) => ({
    name: 'quality ' + point.quality,
    tone: 2 + i % 6,
    line: true,
    points: curve(columns(await artifact(point.frames_sha256)), metric),
  })));
  return chart({
    title: points[0].clip,
    x: {label: 'frame', whole: true, text: value => String(value)},
    y: {label: FIGURES[metric], text: value => figure(value, metric.includes('ssim') ? 3 : 1)},
    series,
  });
}

/** Frames that are coded without loss have no PSNR to draw. */
function curve(table, metric) {
  return table.frame.map((x, i) => ({x, y: table[metric]?.[i]})).filter(({y}) => Number.isFinite(y));
}
