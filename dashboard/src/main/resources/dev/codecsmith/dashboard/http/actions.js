// What a person does to campaigns and experiments. Which of it can be done now, the server says.

import {askPerson} from './dialog.js';
import {ask} from './request.js';
import {act} from './token.js';
import {element} from './text.js';

const $ = id => document.getElementById(id);
/** What is on the page now, so that a button that has the focus keeps it. */
let shown = '';

/** Has it done, and says what the server says. */
async function perform(button, method, path, body) {
  button.disabled = true;
  try {
    const done = await act(method, path, body);
    if (done !== null) {
      say(done, false);
    }
    return done !== null;
  } catch (problem) {
    say(problem.message, true);
    return false;
  } finally {
    button.disabled = false;
  }
}

function say(text, bad) {
  $('said').textContent = text;
  $('said').classList.toggle('bad', bad);
  $('said').hidden = false;
}

/** Forgets what was said about another page. */
export function hush() {
  $('said').hidden = true;
}

function button(name, does) {
  const made = element('button', {type: 'button'}, name);
  made.onclick = async () => {
    try {
      await does(made);
    } catch (problem) {
      say(problem.message, true);
    }
  };
  return made;
}

/** The buttons of a campaign; those of the failed beside their list. */
export function drawActions(campaign, tab) {
  const now = JSON.stringify([campaign.id, campaign.actions, tab, campaign.counts.failed, campaign.iterations, campaign.budget]);
  if (now === shown) {
    return;
  }
  shown = now;
  const can = kind => campaign.actions.includes(kind);
  const path = '/api/campaigns/' + encodeURIComponent(campaign.id);
  $('actions').replaceChildren(...[
    can('stop') && button('Stop', made => perform(made, 'POST', path + '/stop')),
    can('continue') && button('Continue', made => perform(made, 'POST', path + '/continue')),
    can('budget') && button('New budget…', made => newBudget(made, campaign, path)),
    can('delete') && tab === 'failed' && campaign.counts.failed > 0 && button('Delete failed…', made => deleteFailed(made, campaign, path)),
  ].filter(each => each));
  $('actions').hidden = $('actions').childElementCount === 0;
}

async function newBudget(made, campaign, path) {
  const answer = await askPerson({
    title: 'New budget',
    text: 'The campaign goes on until one of them is spent. What is left empty stays as it is.',
    fields: [
      {name: 'iterations', label: 'Iterations in all', type: 'number', min: '1', step: '1', placeholder: String(campaign.iterations)},
      {name: 'usd', label: 'Dollars for models in all', type: 'number', min: '0.01', step: 'any', placeholder: campaign.budget.usd === null ? 'no limit' : String(campaign.budget.usd)},
      {name: 'tokens', label: 'Tokens of models in all', type: 'number', min: '1', step: '1', placeholder: campaign.budget.tokens === null ? 'no limit' : String(campaign.budget.tokens)},
    ],
    yes: 'Go on',
  });
  const budget = Object.fromEntries(Object.entries(answer ?? {}).filter(([, value]) => value !== '').map(([name, value]) => [name, Number(value)]));
  if (Object.keys(budget).length > 0) {
    await perform(made, 'POST', path + '/budget', JSON.stringify(budget));
  }
}

/** What becomes of programs and logs: what an orchestrator no longer needs, a command of its own deletes. */
async function remains() {
  const {takes_campaigns: isOrchestrator} = await ask('/api/campaigns?limit=1');
  return isOrchestrator ? 'programs and logs stay on the disk until codecsmith experiments clean' : 'so are programs and logs that no other experiment has';
}

async function deleteFailed(made, campaign, path) {
  const many = campaign.counts.failed;
  if (await askPerson({
    title: 'Delete ' + many + (many === 1 ? ' failed experiment?' : ' failed experiments?'),
    text: 'Their records are gone then; ' + await remains() + '. Their iterations are evaluated again when the campaign goes on.',
    yes: 'Delete', no: 'Keep',
  })) {
    await perform(made, 'DELETE', path + '/failed');
  }
}

/** The buttons of an experiment, once it is known what can be done. */
export function experimentActions(experiment) {
  const row = element('div', {class: 'actions', hidden: true});
  const path = '/api/experiments/' + encodeURIComponent(experiment.id);
  if (experiment.status === 'succeeded' || experiment.status === 'failed') {
    const back = () => {
      location.hash = '#/campaign/' + encodeURIComponent(experiment.campaign);
    };
    ask('/api/campaigns/' + encodeURIComponent(experiment.campaign)).then(({actions}) => {
      row.hidden = !actions.includes('delete');
      row.append(
        button('Evaluate again…', made => afterAsking('Evaluate iteration ' + experiment.iteration + ' again?', 'What was measured is deleted.', 'Evaluate again',
          () => perform(made, 'POST', path + '/rerun'), back)),
        button('Delete…', async made => afterAsking('Delete this experiment?', 'Its record is gone then; ' + await remains() + '.', 'Delete', () => perform(made, 'DELETE', path), back)));
    }, () => {});
  } else {
    ask('/api/campaigns/' + encodeURIComponent(experiment.campaign)).then(({actions}) => {
      row.hidden = !actions.includes('cancel');
      row.append(button('Cancel…', made => afterAsking('Cancel iteration ' + experiment.iteration + '?',
        'Its evaluation ends, and it is among the failed then, as cancelled. The campaign goes on.', 'Cancel it',
        () => perform(made, 'POST', path + '/cancel'), () => {})));
    }, () => {});
  }
  return row;
}

async function afterAsking(title, text, yes, does, then) {
  if (await askPerson({title, text, yes, no: 'Keep'}) && await does()) {
    then();
  }
}

/** Where campaigns are taken, a button that sends one. */
export function drawStart(takesCampaigns) {
  $('start').hidden = !takesCampaigns;
  $('start').onclick = async () => {
    const answer = await askPerson({
      title: 'Start a campaign',
      text: 'A campaign file, as docs/campaign-file.md tells; its paths are absolute.',
      fields: [{name: 'yaml', label: 'Campaign', rows: 12, required: true, placeholder: 'name: my codecs\niterations: 20'}],
      yes: 'Start',
    });
    if (answer) {
      await perform($('start'), 'POST', '/api/campaigns', answer.yaml);
    }
  };
}
