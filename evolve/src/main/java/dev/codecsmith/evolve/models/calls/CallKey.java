package dev.codecsmith.evolve.models.calls;

import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelRequest;

/**
 * Which call it was, the same in every run of the same campaign.
 *
 * @param model the model's {@link LanguageModel#name()}
 * @param slot what the call was for, see {@link ModelRequest#slot()}
 * @param requestHash see {@link ModelRequest#hash()}
 * @param occurrence how often this model had been asked the same in the same slot before, from 0
 */
public record CallKey(String model, String slot, String requestHash, int occurrence) {}
