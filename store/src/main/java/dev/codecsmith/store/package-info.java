/**
 * What is kept: experiment records, campaigns, events, artifacts, and the folder they live in.
 *
 * <p>{@link dev.codecsmith.store.data.DataDirectory} is the door for a program that runs on one
 * machine; {@link dev.codecsmith.store.experiments.ExperimentStore} and {@link
 * dev.codecsmith.store.ArtifactStore} are what everything else is written against. {@link
 * dev.codecsmith.store.json.Json} is the project's one JSON mapper, and {@link
 * dev.codecsmith.store.export.ExperimentExport} the form in which records leave the program.
 */
@NullMarked
package dev.codecsmith.store;

import org.jspecify.annotations.NullMarked;
