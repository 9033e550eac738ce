// Text and elements. Whatever a model wrote goes in as text: nothing here, or anywhere in the page, parses HTML.

const MINUS = '\u2212';
const NONE = '\u2013';

/** An element with attributes and children; a child that is no node becomes text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

/** The same for a part of a drawing. */
export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A figure with so many decimals; a dash where there is none. An infinite one comes as the text inf. */
export function figure(value, decimals) {
  if (value === null || value === undefined) {
    return NONE;
  }
  if (typeof value === 'string') {
    return value === '-inf' ? MINUS + '∞' : '∞';
  }
  return value.toFixed(decimals).replace('-', MINUS);
}

/** A BD-rate in percent with its sign, or the words for one that does not exist. */
export function rate(value) {
  if (value !== null && typeof value === 'object') {
    return value.state.replaceAll('-', ' ');
  }
  const text = figure(value, 1);
  return text === NONE ? NONE : (typeof value === 'number' && value > 0 ? '+' : '') + text + '\u202f%';
}

export function dollars(value) {
  return '$' + value.toFixed(value < 10 ? 4 : 2);
}

export function bytes(value) {
  if (!value) {
    return NONE;
  }
  return value < 1000 ? value + ' B' : value < 1e6 ? (value / 1000).toFixed(1) + ' kB' : (value / 1e6).toFixed(1) + ' MB';
}

/** Seconds for people. */
export function seconds(value) {
  if (value === null || value === undefined) {
    return NONE;
  }
  if (value < 10) {
    return value.toFixed(1) + ' s';
  }
  const whole = Math.round(value);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) {
    return whole + ' s';
  }
  return minutes < 60 ? minutes + ' min ' + (whole % 60) + ' s' : Math.floor(minutes / 60) + ' h ' + (minutes % 60) + ' min';
}

/** How long between two instants; up to now where the second is missing. */
export function between(from, to) {
  return seconds(Math.max(0, ((to ? Date.parse(to) : Date.now()) - Date.parse(from)) / 1000));
}

/** An instant in the reader's time zone. */
export function moment(instant) {
  return new Date(instant).toLocaleString(undefined, {dateStyle: 'medium', timeStyle: 'medium'});
}

/** The time of day of an instant, likewise. */
export function clock(instant) {
  return new Date(instant).toLocaleTimeString(undefined, {timeStyle: 'medium'});
}

/** A name as it stands in an address; what was typed there by hand and means nothing is taken as it is. */
export function fromAddress(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Where an experiment's page is. */
export function place(id) {
  return '#/experiment/' + encodeURIComponent(id);
}

/** An artifact as a file to keep. */
export function download(sha256, name, text) {
  return element('a', {href: '/api/artifacts/' + encodeURIComponent(sha256), download: name}, text);
}

/** A table of figures, a line a frame, its names in the first, as {name: [figure, …]}. */
export function columns(csv) {
  const [names, ...lines] = csv.trim().split('\n').map(line => line.split(','));
  return Object.fromEntries(names.map((name, i) => [name, lines.map(fields => fields[i] === 'inf' ? Infinity : Number.parseFloat(fields[i]))]));
}
