package dev.codecsmith.dashboard.experiments;

import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.Queries;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.evolve.edits.ProgramDiff;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An experiment's program: its files, and what it changed against its first parent or another. */
public final class ProgramRoutes {
  private static final int CONTEXT_LINES = 3;

  private final ExperimentStore store;
  private final ArtifactStore artifacts;

  public ProgramRoutes(ExperimentStore store, ArtifactStore artifacts) {
    this.store = store;
    this.artifacts = artifacts;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/experiments/{id}/program", this::program);
  }

  /**
   * {@code diff} is against the first parent, or the experiment that {@code against} names; null
   * without one, and where that one's program is gone.
   */
  private void program(Context context) throws Refusal, StoreException {
    ExperimentRecord experiment = ExperimentRoutes.find(store, context);
    Program program =
        read(experiment)
            .orElseThrow(() -> new Refusal(404, "No program is stored of this experiment."));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("language", program.language());
    answer.put("entry", program.entry());
    ObjectNode files = answer.putObject("files");
    program.files().forEach(files::put);
    Optional<String> against = Queries.text(context, "against");
    Optional<ExperimentRecord> parent =
        against.isPresent() ? Optional.of(find(against.get())) : parent(experiment);
    Optional<Program> before = parent.isPresent() ? read(parent.get()) : Optional.empty();
    answer.put("parent", before.flatMap(_ -> parent).map(ExperimentRecord::id).orElse(null));
    answer.put(
        "diff", before.map(from -> ProgramDiff.unified(from, program, CONTEXT_LINES)).orElse(null));
    Answers.json(context, answer);
  }

  private ExperimentRecord find(String id) throws Refusal, StoreException {
    return store
        .find(id)
        .orElseThrow(() -> new Refusal(404, "There is no experiment of this id here."));
  }

  private Optional<ExperimentRecord> parent(ExperimentRecord child) throws StoreException {
    Optional<String> first = child.candidate().parents().stream().findFirst();
    return first.isPresent() ? store.find(first.get()) : Optional.empty();
  }

  private Optional<Program> read(ExperimentRecord experiment) throws StoreException {
    Optional<String> artifact =
        Optional.ofNullable(experiment.candidate().artifacts().get(ProgramReference.ROLE));
    return artifact.isPresent() && artifacts.contains(artifact.get())
        ? Optional.of(ProgramReference.read(artifacts, artifact.get()))
        : Optional.empty();
  }
}
