// The videos of a clip that can be looked at: its source, what programs made of it, and what anchors did.

import {anchorsOf} from './anchors.js';
import {ask} from './request.js';
import {columns, element, figure} from './text.js';

/** The experiment's part of a video's name; null of others. */
export const experimentOf = name => name.match(/^experiment\/(.+)\/\d+$/)?.[1] ?? null;

/** Everything of a campaign that the picture needs. */
export async function videosOf(campaign, ids) {
  const [{clips, brightest_difference: brightest}, anchors, ...experiments] = await Promise.all([
    ask('/api/campaigns/' + encodeURIComponent(campaign) + '/pictures'),
    anchorsOf(campaign),
    ...ids.map(id => ask('/api/experiments/' + encodeURIComponent(id)).catch(() => null))]);
  return new Videos(campaign, clips, brightest, anchors, experiments.filter(each => each !== null));
}

class Videos {
  constructor(campaign, clips, brightest, anchors, experiments) {
    Object.assign(this, {campaign, clips, brightest, anchors, experiments});
  }

  /** Those of a clip, in groups: {title, videos: [{name, title, short, kbps, psnr}]}. */
  of(clip) {
    const programs = this.experiments.map(each => ({
      title: 'Iteration ' + each.iteration + ', ' + each.name,
      videos: each.points.filter(point => point.clip === clip).map(point => video(
        'experiment/' + each.id + '/' + point.quality, 'Iteration ' + each.iteration + ' at quality ' + point.quality, 'quality ' + point.quality,
        {...point, psnr_yuv: point.metrics?.psnr_yuv ?? point.psnr_yuv})),
    }));
    const anchors = this.anchors.curves.filter(curve => curve.clip === clip).map(curve => ({
      title: curve.anchor,
      videos: curve.points.toSorted((one, other) => one.value - other.value).map(point => video(
        'anchor/' + curve.anchor + '/' + point.value, curve.anchor + ' at ' + point.value, 'at ' + point.value,
        {bitrate_kbps: point.bitrate_kbps, psnr_yuv: point.metrics.psnr_yuv})),
    }));
    return [{title: 'The clip', videos: [{name: 'source', title: 'Source', short: 'source', kbps: null, psnr: null}]}, ...programs, ...anchors]
      .filter(group => group.videos.length > 0);
  }

  find(clip, name) {
    return this.of(clip).flatMap(group => group.videos).find(each => each.name === name);
  }

  /** The same on another clip, or what is nearest to it. */
  like(clip, name) {
    const [kind, id, quality] = name.match(/^(\w+)\/(.+)\/(\d+)$/)?.slice(1) ?? ['source'];
    if (kind === 'source') {
      return 'source';
    }
    const begin = kind + '/' + id + '/';
    const far = each => Math.abs(Number(each.name.slice(begin.length)) - Number(quality));
    const same = this.of(clip).flatMap(group => group.videos).filter(each => each.name.startsWith(begin));
    return same.toSorted((one, other) => far(one) - far(other))[0]?.name ?? 'source';
  }

  /** Of the main anchor's videos the one whose rate is nearest. */
  anchorAt(clip, kbps) {
    const far = each => Math.abs(Math.log(each.kbps / kbps));
    const begin = 'anchor/' + this.anchors.main + '/';
    return this.of(clip).flatMap(group => group.videos).filter(each => each.name.startsWith(begin)).toSorted((one, other) => far(one) - far(other))[0]?.name ?? null;
  }

  /** A choice among those of a clip. */
  options(clip, chosen) {
    return this.of(clip).map(group => element('optgroup', {label: group.title}, ...group.videos.map(each =>
      element('option', {value: each.name, selected: each.name === chosen}, each.kbps === null ? each.title : rateWords(each.short, each.kbps, each.psnr)))));
  }

  path(clip) {
    return clipPath(this.campaign, clip);
  }

  figures(clip, name, signal) {
    return figuresOf(this.path(clip), name, signal);
  }
}

/** Figures by frame, {psnr_yuv: […], …}; they come when all is decoded, and fail with the server's sentence where it cannot be. A signal ends the waiting. */
export async function figuresOf(path, name, signal) {
  let answer;
  do {
    answer = await ask(path + 'figures?of=' + encodeURIComponent(name), signal);
  } while (answer.figures === null);
  return columns(answer.figures);
}

/** Where the server has a clip's pictures. */
export function clipPath(campaign, clip) {
  return '/api/campaigns/' + encodeURIComponent(campaign) + '/pictures/' + encodeURIComponent(clip) + '/';
}

/** A rate point in a choice. */
export function rateWords(name, kbps, psnr) {
  return name + ', ' + figure(kbps, 1) + ' kbit/s, ' + figure(psnr, 2) + ' dB';
}

function video(name, title, short, point) {
  return {name, title, short, kbps: point.bitrate_kbps, psnr: point.psnr_yuv};
}
