// What tells a server that is gone from a mistake in a script: a browser throws the same type for both.

/** No answer came, or it broke off. */
export class Unreachable extends Error {}

/** What a fetch, or the reading of an answer's body, brings. */
export async function reached(fetching) {
  try {
    return await fetching();
  } catch (problem) {
    throw problem instanceof TypeError ? new Unreachable('The server does not answer.', {cause: problem}) : problem;
  }
}
