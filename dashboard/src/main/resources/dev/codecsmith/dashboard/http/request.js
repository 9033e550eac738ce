// Requests that read.

import {reached} from './network.js';
import {letIn} from './token.js';

const NO_TOKEN = 401;
const TOO_MANY = 429;

/** An answer that refuses, with the server's sentence. */
export class Refused extends Error {
  constructor(status, sentence) {
    super(status === NO_TOKEN ? 'This server shows campaigns to whoever has its token. Reload the page to be asked for it.' : sentence);
    /** Whether it may be answered when it is asked for again. */
    this.passes = status >= 500 || status === TOO_MANY;
  }
}

/** The answer to a request, whatever it is. Where the server wants the token for reading, it is shown, and the request made once more. */
export async function request(path, options) {
  const answer = await reached(() => fetch(path, options));
  return answer.status === NO_TOKEN && await letIn() ? reached(() => fetch(path, options)) : answer;
}

/** A request for JSON, which a signal may end. */
export async function ask(path, signal) {
  const answer = await accepted(await request(path, {headers: {Accept: 'application/json'}, signal}));
  return reached(() => answer.json());
}

/** A request for an artifact's text. */
export async function artifact(sha256) {
  const answer = await accepted(await request('/api/artifacts/' + encodeURIComponent(sha256)));
  return reached(() => answer.text());
}

/** The same answer, unless it refuses. */
export async function accepted(answer) {
  if (answer.ok) {
    return answer;
  }
  const text = await reached(() => answer.text());
  throw new Refused(answer.status, sentence(text) ?? 'The server answered with status ' + answer.status + '.');
}

/** The server's own; a proxy before it has other words. */
function sentence(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return null;
  }
}
