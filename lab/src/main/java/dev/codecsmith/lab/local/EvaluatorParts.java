package dev.codecsmith.lab.local;

import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.machine.MachineSpeed;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.store.ArtifactStore;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;

/**
 * What an evaluator in this process works with.
 *
 * @param sandbox where programs run
 * @param toolchains the languages known here
 * @param artifacts where bitstreams, logs and per-frame metrics go, and programs come from
 * @param clips finds the files of clips
 * @param anchors measures reference codecs
 * @param slots shared by everything that runs in this process
 * @param workDirectory scratch space, cleared by its owner in the end: jobs leave nothing there,
 *     the newest trials their built programs
 * @param machine how fast this one is beside others
 */
@RecordBuilder
public record EvaluatorParts(
    Sandbox sandbox,
    Toolchains toolchains,
    ArtifactStore artifacts,
    JobSettings.Clips clips,
    AnchorBench anchors,
    RunSlots slots,
    Path workDirectory,
    MachineSpeed machine) {}
