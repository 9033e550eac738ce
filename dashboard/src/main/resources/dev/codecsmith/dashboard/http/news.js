// What events change of the answers before them, told by the events alone, so that nobody waits for the next answer.

/** Of more in progress the server does not name all. */
const MOST_RUNNING = 200;

/** Who proposed experiments, by id, as far as it was heard. */
export const proposers = new Map();

/** Orders in which an event tells where its experiment stands. */
const TOLD_ORDERS = {
  'score': (one, other) => (one.score ?? Infinity) - (other.score ?? Infinity),
  '-iteration': (one, other) => other.iteration - one.iteration,
};

/**
 * A campaign and its lists as they were answered, as the events since then leave them: with new
 * experiments, in other phases, without those that have ended. Nothing is counted twice: the server
 * reads the lists behind the last event that it names, and running behind the counts.
 */
export function afterwards({campaign, list, shows}, heard) {
  const after = {
    campaign: {...campaign, counts: {...list.counts}},
    list: {...list, counts: {...list.counts}, matching: {...list.matching}},
  };
  const running = new Set(list.running);
  for (const event of heard) {
    if (event.number > campaign.last_event) {
      applyTo(after.campaign, event);
    }
    if (event.number > list.last_event) {
      applyToLists(after.list, event, running, shows);
    }
  }
  after.list[shows.tab] = after.list[shows.tab].slice(0, list.limit);
  after.campaign.counts = {...after.list.counts};
  return after;
}

/** Whether all that an event changes of what is shown is told by itself. */
export function isTold(event, {list, shows}) {
  return event.type === 'candidate-proposed'
    || event.type === 'experiment-phase' && (list.running.includes(event.id)
      || list.running.length < MOST_RUNNING && proposers.has(event.id) && (shows.tab !== 'in_progress' || shows.all));
}

function applyTo(campaign, event) {
  switch (event.type) {
    case 'candidate-proposed':
      campaign.waiting = null;
      if (campaign.asked?.slot.startsWith('iteration ' + event.iteration + ',')) {
        campaign.asked = {...campaign.asked, experiment: event.id};
      }
      break;
    case 'model-called':
      campaign.waiting = null;
      campaign.asked = {model: event.model, slot: event.slot, time: event.time, experiment: null};
      break;
    case 'experiment-ended':
      if (typeof event.score === 'number' && !(campaign.best?.score <= event.score)) {
        campaign.best = {id: event.id, iteration: event.iteration, score: event.score};
      }
  }
}

function applyToLists(list, event, running, shows) {
  if (event.type === 'experiment-ended' && running.delete(event.id)) {
    end(event, list, shows);
  }
  if (event.type === 'experiment-phase') {
    if (running.has(event.id)) {
      list.in_progress = list.in_progress.map(line => line.id === event.id ? {...line, phase: event.phase} : line);
    } else if (list.running.length < MOST_RUNNING) {
      running.add(event.id);
      begin(event, list, shows);
    }
  }
}

function begin({id, iteration, name, phase, time}, list, shows) {
  list.counts.in_progress++;
  list.total++;
  if (shows.all) {
    list.matching.in_progress++;
  }
  if (shows.all && shows.tab === 'in_progress') {
    list.in_progress = [{id, iteration, name, phase, proposer: proposers.get(id) ?? '', created: time}, ...list.in_progress]
      .sort((one, other) => other.iteration - one.iteration);
  }
}

function end(event, list, shows) {
  const group = event.failure ? 'failed' : 'successful';
  const before = list.in_progress.length;
  list.in_progress = list.in_progress.filter(line => line.id !== event.id);
  list.matching.in_progress -= before - list.in_progress.length;
  list.counts.in_progress--;
  list.counts[group]++;
  if (shows.tab === group && shows.first && (!shows.kind || shows.kind === event.failure) && Object.hasOwn(TOLD_ORDERS, shows.order)) {
    list.matching[group]++;
    list[group] = [...list[group].filter(line => line.id !== event.id), ended(event)].sort(TOLD_ORDERS[shows.order]);
  }
}

/** What is known of an experiment before its figures are answered. */
function ended({id, iteration, name, phase, score, failure, message, warnings}) {
  return {id, iteration, name, phase, score: score ?? null, proposer: proposers.get(id) ?? '', flags: [], warnings, error: failure ? {kind: failure, message} : null};
}
