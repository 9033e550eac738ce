// A campaign's models: what each was asked, what that took, and what came of it.

import {fill, pageHead, wideTable} from './parts.js';
import {ask} from './request.js';
import {dollars, element, figure, fromAddress, seconds} from './text.js';

export async function showModels(page, place) {
  const id = fromAddress(place);
  const answer = await ask('/api/campaigns/' + encodeURIComponent(id) + '/models');
  const {name, models} = answer;
  fill(page, answer, () => [
    ...pageHead('models', id, name),
    models.length === 0
      ? element('p', {class: 'empty'}, 'No model was asked in this campaign.')
      : wideTable('Models', ['Model', 'Calls', 'Repairs', 'Failed', 'Latency', 'Tokens in', 'Tokens out', 'Cost', 'Experiments', 'Bests', 'Gain', 'Gain per dollar'], models.map(row)),
    element('p', {class: 'quiet foot'}, 'A repair asks a model to mend its own answer. Gain is by how many percent points its programs lowered the best score so far; it is put beside the cost only where every call\'s cost is known.')]);
  return id;
}

/** A server that does not say what it read and wrote did not do so for nothing. */
function tokens({calls_of_unknown_tokens: unknown}, known) {
  return known === 0 && unknown > 0 ? 'unknown' : known.toLocaleString() + (unknown > 0 ? ' and ' + unknown + ' unknown' : '');
}

function row(model) {
  const unknown = model.calls_of_unknown_cost;
  return [
    element('b', {}, model.name),
    String(model.answered),
    String(model.repairs),
    String(model.failed) + (model.retried > 0 ? ' (' + model.retried + ' tried again)' : ''),
    seconds(model.latency_s),
    tokens(model, model.input_tokens),
    tokens(model, model.output_tokens),
    model.cost_usd === 0 && unknown > 0 ? 'unknown' : dollars(model.cost_usd) + (unknown > 0 ? ' and ' + unknown + ' unknown' : ''),
    model.scored + ' of ' + model.experiments,
    String(model.bests),
    figure(model.gain, 1),
    figure(model.gain_per_usd, 1),
  ];
}
