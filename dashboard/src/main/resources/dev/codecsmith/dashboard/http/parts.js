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
