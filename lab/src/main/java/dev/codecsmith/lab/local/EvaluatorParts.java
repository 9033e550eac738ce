package dev.codecsmith.lab.local;

import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStore;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an evaluation in this process works with.
 *
 * @param memory where rate points are remembered, if they are
 */
record EvaluatorParts(
    Sandbox sandbox,
    Toolchains toolchains,
    ArtifactStore artifacts,
    AnchorBench anchors,
    RunSlots slots,
    Path workDirectory,
    Optional<ExperimentStore> memory) {}
