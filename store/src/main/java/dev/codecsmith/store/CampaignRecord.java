package dev.codecsmith.store;

import java.time.Instant;

/**
 * A campaign as stored.
 *
 * @param id derived from the settings, so that the same command finds it again
 * @param name for people
 * @param settingsJson everything that decides its results
 * @param created when it was first run
 */
public record CampaignRecord(String id, String name, String settingsJson, Instant created) {}
