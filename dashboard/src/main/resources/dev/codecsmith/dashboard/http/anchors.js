// Anchors of a campaign: asked for once, and again when more of them are measured.

import {ask} from './request.js';

const known = new Map();

/** None where the server cannot say. */
export function anchorsOf(campaign) {
  if (!known.has(campaign)) {
    known.set(campaign, ask('/api/campaigns/' + encodeURIComponent(campaign) + '/anchors').catch(() => {
      known.delete(campaign);
      return {bd_rate: {}, held_out: [], curves: []};
    }));
  }
  return known.get(campaign);
}

export function forgetAnchors() {
  known.clear();
}
