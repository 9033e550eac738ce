// Where the bits go, frame by frame, as the program reports it. Nothing of it is measured, and the page says so.

import {chart} from './chart.js';
import {wideTable} from './parts.js';
import {ask} from './request.js';
import {element, figure} from './text.js';

const TONES = 7;
const SOURCE = 'as the program reports it';

/**
 * A part for some rate points of one clip, with a choice among them where there are several: its node, and what shows the frames of another codec in it:
 * {title, tone, frames: {bytes: […], …}}, or none.
 */
export function bitsPart(experiment, points) {
  const reported = points.filter(point => point.bits_sha256);
  const drawn = element('div', {});
  if (reported.length === 0) {
    const note = element('p', {class: 'note'}, 'This program does not report where its bits go. An encoder can: by a line for each frame on standard error, such as ',
      element('code', {}, 'codecsmith-bits frame=0 type=I bits=3456 motion=800'), '; see docs/writing-programs.md.');
    return {node: element('div', {class: 'bits'}, note, drawn), show: other => drawn.replaceChildren(...other?.frames.bytes ? [sizes('Bits by frame', [], other)] : [])};
  }
  const select = element('select', {}, ...reported.map((point, i) => element('option', {value: String(i)}, point.quality + ', ' + figure(point.bitrate_kbps, 1) + ' kbit/s')));
  select.value = String(Math.floor(reported.length / 2));
  let beside = null;
  const draw = async () => {
    const shown = [select.value, beside];
    let made;
    try {
      const {clip, quality} = reported[Number(select.value)];
      const report = await ask('/api/experiments/' + encodeURIComponent(experiment.id) + '/bits?clip=' + encodeURIComponent(clip) + '&quality=' + quality);
      made = report.refused ? [element('p', {class: 'note'}, 'The program\u2019s report of its bits is refused. ' + report.refused)] : parts(report, beside);
    } catch (problem) {
      made = [element('p', {class: 'note'}, problem.message)];
    }
    // Another one may have been chosen since.
    if (shown[0] === select.value && shown[1] === beside) {
      drawn.replaceChildren(...made);
    }
  };
  select.onchange = draw;
  const show = other => {
    beside = other;
    return draw();
  };
  return {node: element('div', {class: 'bits'}, element('p', {class: 'choices'}, element('label', {}, 'Bits at quality ', select)), drawn), show};
}

/** Bars of a program's frames, and what those of another codec take. */
function sizes(title, bars, other) {
  return chart({
    title,
    x: {label: 'frame', whole: true, text: value => String(value)},
    y: {label: 'bits', zero: true, text: short, exact: count},
    tabled: bars.length > 0,
    series: [...bars, ...other?.frames.bytes ? [{
      name: other.title,
      tone: other.tone,
      line: true,
      dashed: true,
      dots: true,
      points: other.frames.bytes.map((bytes, frame) => ({x: frame, y: 8 * bytes, title: 'frame ' + frame + ', ' + other.title + ': ' + count(8 * bytes) + ' bits'})),
    }] : []],
  });
}

function parts(report, other) {
  const tone = new Map(report.types.map(({type}, i) => [type, 2 + i % (TONES - 1)]));
  const elements = report.elements.map(each => each.element);
  const share = bits => figure(100 * bits / report.bits, 1) + '\u202f%';
  const beside = other?.frames.bytes;
  return [
    sizes('Bits by frame, ' + SOURCE, report.types.map(({type}) => ({
      name: type,
      tone: tone.get(type),
      bars: true,
      points: report.frames.filter(frame => frame.type === type).map(frame => ({x: frame.frame, y: frame.bits, title: title(frame)})),
    })), other),
    wideTable('Bits by type of frame, ' + SOURCE, ['Type', 'Frames', 'Bits', 'Share', 'Mean'], [
      ...report.types.map(({type, frames, bits}) => [type, String(frames), count(bits), share(bits), count(Math.round(bits / frames))]),
      ['not reported', '', count(report.not_reported), share(report.not_reported), '']]),
    ...elements.length === 0 ? [] : [wideTable('Bits by syntax element, ' + SOURCE, ['Element', 'Bits', 'Share'],
      [...report.elements].sort((one, other) => other.bits - one.bits).map(({element: name, bits}) => [name, count(bits), share(bits)]))],
    element('details', {}, element('summary', {}, 'Each frame as a table'),
      wideTable('Bits by frame, ' + SOURCE, ['Frame', 'Type', 'Bits', ...beside ? [other.title] : [], ...elements.filter(name => name !== 'other')],
        report.frames.map(frame => [String(frame.frame), frame.type, count(frame.bits), ...beside ? [count(8 * beside[frame.frame])] : [],
          ...elements.filter(name => name !== 'other').map(name => Object.hasOwn(frame.elements, name) ? count(frame.elements[name]) : '')]))),
  ];
}

function title({frame, type, bits, elements}) {
  const of = Object.entries(elements).map(([name, value]) => name + ' ' + count(value));
  return 'frame ' + frame + ', ' + type + ': ' + count(bits) + ' bits' + (of.length > 0 ? ' (' + of.join(', ') + ')' : '');
}

function count(bits) {
  return bits.toLocaleString('en');
}

function short(value) {
  return value >= 1e6 ? value / 1e6 + ' M' : value >= 1e4 ? value / 1000 + ' k' : String(value);
}
