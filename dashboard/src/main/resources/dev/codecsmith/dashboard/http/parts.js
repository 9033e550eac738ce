// Parts that several pages share.

import {element} from './text.js';

/** What a page was filled with last. */
let filled = {text: '', node: null};

/** Fills a page, unless it shows just that: what a reader has scrolled to or selected stays then. */
export function fill(page, answer, parts) {
  const text = JSON.stringify(answer);
  if (filled.text !== text || filled.node !== page.firstChild) {
    page.replaceChildren(...parts());
    filled = {text, node: page.firstChild};
  }
}

/**
 * Fills a page with parts, {name: {of, draw}}. Of a page that shows the same thing already only those are drawn anew that are drawn of
 * something else now; what was open in them is opened again, and has the focus and is scrolled as before.
 */
export async function fillParts(page, thing, parts) {
  const known = page.dataset.of === thing ? new Map([...page.children].map(part => [part.dataset.part, part])) : new Map();
  const now = await Promise.all(Object.entries(parts).map(async ([name, {of, draw}]) => {
    const text = JSON.stringify(of ?? null);
    const before = known.get(name);
    if (before?.of === text) {
      return before;
    }
    const part = element('div', {class: 'part', 'data-part': name}, ...await draw());
    part.of = text;
    return part;
  }));
  if (known.size === 0) {
    page.dataset.of = thing;
    page.replaceChildren(...now);
    return;
  }
  for (const part of now) {
    const before = known.get(part.dataset.part);
    if (before !== part) {
      const left = leftBy(before);
      before.replaceWith(part);
      left(part);
    }
  }
}

/** What does to another drawing of a part what a reader did to this one: an element is where the same one was. */
export function leftBy(before) {
  const open = [...before.querySelectorAll('details[open]')].map(details => details.querySelector('summary').textContent);
  const scrolled = [...before.querySelectorAll('*')].filter(each => each.scrollLeft > 0 || each.scrollTop > 0)
    .map(each => ({way: wayTo(each, before), left: each.scrollLeft, top: each.scrollTop}));
  const focused = before.contains(document.activeElement) ? wayTo(document.activeElement, before) : null;
  return after => {
    for (const details of after.querySelectorAll('details')) {
      details.open = open.includes(details.querySelector('summary').textContent);
    }
    for (const {way, left, top} of scrolled) {
      along(way, after)?.scrollTo({left, top, behavior: 'instant'});
    }
    if (focused) {
      along(focused, after)?.focus({preventScroll: true});
    }
  };
}

/** The places among brothers that lead from one element down to another. */
function wayTo(to, from) {
  return to === from ? [] : [...wayTo(to.parentNode, from), [...to.parentNode.children].indexOf(to)];
}

function along(way, from) {
  return way.reduce((at, place) => at?.children[place], from);
}

/** A campaign's own pages, by the name in the address. */
export const PAGE_TITLES = {pictures: 'The picture', compare: 'Compare', lineage: 'Lineage', models: 'Models', workers: 'Workers', clips: 'Clips'};

/** Links to the pages of a campaign and to its report; the one that is shown, if it is one of them, says so. */
export function pageLinks(id, shown) {
  return [
    ...Object.entries(PAGE_TITLES).map(([page, title]) =>
      element('a', {href: '#/' + page + '/' + encodeURIComponent(id), 'aria-current': page === shown ? 'page' : undefined}, title)),
    element('a', {href: '/api/campaigns/' + encodeURIComponent(id) + '/report.html', download: id + '_report.html'}, 'Report')];
}

/** The head of a page that belongs to a campaign; page is its name in the address. */
export function pageHead(page, campaign, name) {
  return [
    element('p', {class: 'back'}, element('a', {href: '#/campaign/' + encodeURIComponent(campaign)}, '← ' + name)),
    element('h1', {}, PAGE_TITLES[page]),
    element('nav', {class: 'pages head', 'aria-label': 'Of this campaign'}, ...pageLinks(campaign, page)),
  ];
}

/** A table that scrolls by itself where it is wide; the first column names the row, words are the columns that hold no figures. */
export function wideTable(name, heads, rows, words = []) {
  const kind = i => i === 0 || words.includes(i) ? undefined : 'number';
  return element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name},
    element('table', {},
      element('thead', {}, element('tr', {}, ...heads.map((head, i) => element('th', {scope: 'col', class: kind(i)}, head)))),
      element('tbody', {}, ...rows.map(row => element('tr', {}, ...row.map((cell, i) =>
        i === 0 ? element('th', {scope: 'row'}, cell) : element('td', {class: kind(i)}, cell)))))));
}
