// The token, without which nothing is changed. It stays in this tab and goes nowhere but into a header of this page's own requests.

import {askPerson} from './dialog.js';
import {reached} from './network.js';
import {fromAddress} from './text.js';

const KEY = 'codecsmith-token';

const PRINTED = ' The command that serves this page printed it at its start, or was given it in a file.';
const WRONG = 'That was not the token of this server.' + PRINTED;

const IN_ADDRESS = /^#token=(.+)$/;

/** Whether the address has it. */
export const bringsToken = () => IN_ADDRESS.test(location.hash);

/** Takes it from the address that the command printed, where nobody shall see it any longer. */
export async function takeToken() {
  const [, token] = location.hash.match(IN_ADDRESS) ?? [];
  if (token) {
    sessionStorage.setItem(KEY, fromAddress(token));
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

let entering = null;

/**
 * Shows the token to a server that wants it for reading: the one that this tab has, as to a server that was started again, or what the person
 * writes. All who ask meanwhile wait for the same answer; false where the person has no token.
 */
export function letIn() {
  entering ??= enter().finally(() => {
    entering = null;
  });
  return entering;
}

async function enter() {
  let text = 'This server shows campaigns to whoever has its token.' + PRINTED;
  for (;;) {
    if (!sessionStorage.getItem(KEY) && !await asked(text)) {
      return false;
    }
    const {status} = await send('POST', '/api/token');
    if (status !== 401) {
      return true;
    }
    sessionStorage.removeItem(KEY);
    text = WRONG;
  }
}

function send(method, path, body) {
  const headers = {Accept: 'application/json', Authorization: 'Bearer ' + (sessionStorage.getItem(KEY) ?? '')};
  return reached(() => fetch(path, {method, body, headers}));
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
  if (!sessionStorage.getItem(KEY) && !await asked('Whoever changes something shows it.' + PRINTED)) {
    return null;
  }
  let answer = await send(method, path, body);
  while (answer.status === 401) {
    sessionStorage.removeItem(KEY);
    if (!await asked(WRONG)) {
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
