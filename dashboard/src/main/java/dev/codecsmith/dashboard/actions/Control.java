package dev.codecsmith.dashboard.actions;

import dev.codecsmith.service.protocol.BearerToken;

/**
 * What may be done from the page, and by whom.
 *
 * @param token what who does it must show
 */
public record Control(Actions actions, BearerToken token) {}
