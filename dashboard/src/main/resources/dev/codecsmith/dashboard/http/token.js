// The token, without which nothing is changed. It stays in this tab and goes nowhere but into a header of this page's own requests.

import {askPerson} from './dialog.js';

const KEY = 'codecsmith-token';

const IN_ADDRESS = /^#token=(.+)$/;

/** Whether the address has it. */
export const bringsToken = () => IN_ADDRESS.test(location.hash);

/** Takes it from the address that the command printed, where nobody shall see it any longer. */
export async function takeToken() {
  const [, token] = location.hash.match(IN_ADDRESS) ?? [];
  if (token) {
    sessionStorage.setItem(KEY, decodeURIComponent(token));
    history.replaceState(null, '', location.pathname);
  }
  if (sessionStorage.getItem(KEY)) {
    // A server that is not of this machine lets read then.
    const answer = await send('POST', '/api/token');
    if (answer.status === 401) {
      sessionStorage.removeItem(KEY);
    }
  }
}

function send(method, path, body) {
  return fetch(path, {method, body, headers: {Accept: 'application/json', Authorization: 'Bearer ' + (sessionStorage.getItem(KEY) ?? '')}});
}

async function asked(text) {
  const answer = await askPerson({
    title: 'The token',
    text,
    fields: [{name: 'token', label: 'Token', type: 'password', required: true}],
    yes: 'Go on',
  });
  if (answer) {
    sessionStorage.setItem(KEY, answer.token);
  }
  return answer !== null;
}

/** Has the server change something and returns what it says of it; null where the person has no token. */
export async function act(method, path, body) {
  if (!sessionStorage.getItem(KEY) && !await asked('Whoever changes something shows it. The command that serves this page printed it at its start.')) {
    return null;
  }
  let answer = await send(method, path, body);
  while (answer.status === 401) {
    sessionStorage.removeItem(KEY);
    if (!await asked('That was not the token of this server. The command that serves this page printed it at its start.')) {
      return null;
    }
    answer = await send(method, path, body);
  }
  const said = await answer.json();
  if (!answer.ok) {
    throw new Error(said.error);
  }
  return said.done;
}
