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

/** The head of a page that belongs to a campaign. */
export function pageHead(title, campaign, name) {
  return [
    element('p', {class: 'back'}, element('a', {href: '#/campaign/' + encodeURIComponent(campaign)}, '← ' + name)),
    element('h1', {}, title),
  ];
}

/** A table that scrolls by itself where it is wide; the first column names the row. */
export function wideTable(name, heads, rows) {
  return element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': name},
    element('table', {},
      element('thead', {}, element('tr', {}, ...heads.map((head, i) => element('th', {scope: 'col', class: i > 0 ? 'number' : undefined}, head)))),
      element('tbody', {}, ...rows.map(row => element('tr', {}, ...row.map((cell, i) =>
        i === 0 ? element('th', {scope: 'row'}, cell) : element('td', {class: 'number'}, cell)))))));
}
