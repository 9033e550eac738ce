package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.history.Proposed;
import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.evolve.prompts.CampaignBriefBuilder;
import dev.codecsmith.evolve.prompts.MeasuredQualities;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.evolve.scorecard.Records;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The past of a campaign as a proposer sees it. */
final class ToyHistory {
  private final List<PastExperiment> all = new ArrayList<>();

  static CampaignBrief brief() {
    return brief("java");
  }

  static CampaignBrief brief(String language) {
    return CampaignBriefBuilder.builder()
        .contract("THE CONTRACT")
        .goal("Come near to sixty.")
        .language(language)
        .clips(new ClipRoles(List.of("toy"), List.of("secretclip")))
        .clipFacts(new TreeMap<>(Map.of("toy", "16x16, 25 fps, 1 frame")))
        .anchors(Records.anchors("toy"))
        .qualities(new MeasuredQualities(Qualities.DEFAULT, "CRF 37", "CRF 22"))
        .limits("")
        .build();
  }

  /** Adds the next experiment; a score that is NaN is a failure. */
  ToyHistory then(String proposer, double score, String... parents) {
    return then(proposer, score, "class X { int a = " + (all.size() + 1) + "; }", parents);
  }

  ToyHistory then(String proposer, double score, String source, String[] parents) {
    return add(proposer, score, Program.of("java", "X", Map.of("X.java", source)), parents);
  }

  /** Adds an experiment of that program. */
  ToyHistory of(String proposer, double score, Program program, String... parents) {
    return add(proposer, score, program, parents);
  }

  /** The program of an experiment. */
  Program program(String id) {
    return upTo(all.size()).find(id).orElseThrow().program();
  }

  private ToyHistory add(String proposer, double score, Program program, String... parents) {
    int iteration = all.size() + 1;
    ExperimentRecord record =
        Double.isNaN(score)
            ? Records.failed(iteration, "It broke.", List.of(parents), "reason " + iteration)
            : Records.succeeded(
                iteration,
                score,
                List.of(Records.point("toy", 20, 110, 31)),
                List.of(parents),
                "reason " + iteration);
    CandidateRecord candidate =
        new CandidateRecord(
            "name", "java", "00", proposer, List.of(parents), "reason " + iteration, Map.of());
    ExperimentRecord named = ExperimentRecordBuilder.builder(record).candidate(candidate).build();
    all.add(new PastExperiment(named, () -> program));
    return this;
  }

  /** Ten experiments, some of which failed. */
  static ToyHistory ofTen() {
    ToyHistory history = new ToyHistory();
    for (int i = 1; i <= 10; i++) {
      history.then("claude", i % 3 == 0 ? Double.NaN : 30 - i);
    }
    return history;
  }

  EvaluationHistory.View upTo(int iteration) {
    return EvaluationHistory.of(all.subList(0, Math.clamp(iteration, 0, all.size())));
  }

  /** What iteration n may know, of which {@code lag} are under way at once. */
  ProposalRequest request(int iteration, int lag, Candidate... proposedSince) {
    EvaluationHistory.View history = upTo(iteration - lag);
    Proposed proposed = new Proposed();
    history.stream()
        .forEach(finished -> proposed.add(finished.experiment().iteration(), finished.program()));
    for (Candidate candidate : proposedSince) {
      proposed.add(iteration - 1, candidate.program());
    }
    return new ProposalRequest(
        iteration, new SplittableRandom(iteration), history, proposed.upTo(iteration - 1));
  }
}
