// Source text with its comments, texts, numbers and words of the language marked; and diffs.

import {element} from './text.js';

const TOKENS = {
  slashes: /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|("""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|(\b(?:0[xX][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)[fFdDlLuU]*\b)|(\b[A-Za-z_]\w*\b)/g,
  hashes: /(#[^\n]*)|("""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|(\b(?:0[xX][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)\b)|(\b[A-Za-z_]\w*\b)/g,
};
const KINDS = ['comment', 'text', 'number', 'word'];
const WORDS = new Set(('abstract as assert async auto await bool boolean break byte case catch char class const continue crate def default del do double elif else enum except extends '
  + 'extern false False final finally float fn for from global if impl implements import in inline instanceof int interface is lambda let long loop match mod mut new None not null or '
  + 'package pass private protected pub public raise record return self short signed sizeof static struct super switch this throw throws trait true True try type typedef unsigned use '
  + 'var void volatile where while with yield').split(' '));
/** Beyond this a browser is slow with an element for every token. */
const MOST_MARKED = 200_000;

/** A file's text; as it is where it is very long. */
export function source(text, language) {
  const pre = element('pre', {class: 'source', tabindex: '0'});
  if (text.length > MOST_MARKED) {
    pre.append(text);
    return pre;
  }
  let end = 0;
  for (const match of text.matchAll(TOKENS[language === 'python' ? 'hashes' : 'slashes'])) {
    const kind = KINDS[match.slice(1).findIndex(each => each !== undefined)];
    if (kind !== 'word' || WORDS.has(match[0])) {
      pre.append(text.slice(end, match.index), element('span', {class: kind}, match[0]));
      end = match.index + match[0].length;
    }
  }
  pre.append(text.slice(end));
  return pre;
}

/** A unified diff. */
export function diff(text) {
  return element('pre', {class: 'source', tabindex: '0'}, ...text.split('\n').map(line => {
    const kind = line.startsWith('+++') || line.startsWith('---') ? 'file' : {'+': 'added', '-': 'removed', '@': 'place'}[line[0]];
    return kind ? element('span', {class: kind}, line + '\n') : line + '\n';
  }));
}
