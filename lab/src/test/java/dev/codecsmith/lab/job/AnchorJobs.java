package dev.codecsmith.lab.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.CommandAnchor;
import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.lab.anchors.StepCodec;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.RatePoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every evaluator does with anchors: it measures them, and holds programs against them. */
abstract class AnchorJobs extends EvaluatorFixture {
  @Test
  void anchorsAreMeasuredOnceAndToldAsSoonAsTheyAre() throws Exception {
    List<Heartbeat> heard = Collections.synchronizedList(new ArrayList<>());
    JobSettings settings = cascaded(settings());
    List<ClipCurve> curves = curves(settings, heard::add);

    assertThat(curves).extracting(ClipCurve::frames).containsExactly(4, 2);
    assertThat(curves)
        .allSatisfy(curve -> {
          assertThat(curve.clipSha256()).isEqualTo(clip.sha256());
          assertThat(curve.curve().points()).hasSizeGreaterThanOrEqualTo(4);
        });
    assertThat(heard)
        .startsWith(
            new Heartbeat.AnchorsDone(0, 2), new Heartbeat.CurveMeasured(WORKER, curves.get(0)))
        .endsWith(new Heartbeat.AnchorsDone(2, 2));

    heard.clear();
    Answer.Anchors again =
        evaluator.run(new Job.Anchors("anchors/2", settings, listed(curves), origin), heard::add);
    assertThat(again).isEqualTo(new Answer.Anchors(WORKER, curves));
    assertThat(heard).noneMatch(Heartbeat.CurveMeasured.class::isInstance);
  }

  private static EvaluationSettings against(EvaluationSettings settings, Anchor anchor) {
    return new EvaluationSettings(
        settings.searchClips(),
        List.of(),
        settings.qualities(),
        List.of(anchor),
        settings.limits(),
        settings.extras());
  }

  @Test
  void anAnchorOfSomebodysOwnIsMeasuredFromTheFilesThatTheJobNames() throws Exception {
    CommandAnchor own = StepCodec.anchor(parts.artifacts(), true).build();
    List<ClipCurve> curves = curves(JobSettings.of(against(settings(), own)), Heartbeats.none());
    assertThat(curves).hasSize(1);
    assertThat(curves.getFirst().curve().anchor()).isEqualTo(own);
    assertThat(curves.getFirst().curve().points())
        .extracting(RatePoint::quality)
        .isEqualTo(StepCodec.STEPS);
  }

  @Test
  void aWorkerWithoutAnAnchorsProgramIsALastingFaultOfTheMachine() throws Exception {
    CommandAnchor own =
        StepCodec.anchor(parts.artifacts(), true)
            .programs(new TreeMap<>(Map.of("/usr/bin/no-such-encoder", "ab".repeat(32))))
            .build();
    JobSettings settings = JobSettings.of(against(settings(), own));
    assertThatThrownBy(() -> curves(settings, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining(
            "The worker " + WORKER + " lacks the program /usr/bin/no-such-encoder");
  }

  @Test
  void anchorsOfAnotherOriginAreNotMeasured() throws Exception {
    JobSettings settings = JobSettings.of(settings());
    CurveOrigin other = new CurveOrigin("7.0", origin.measurement());
    assertThatThrownBy(() ->
            evaluator.run(new Job.Anchors("anchors/1", settings, "", other), Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining(WORKER)
        .hasMessageContaining(origin.toString())
        .hasMessageContaining(other.toString());
    // Where there is nothing to measure, it does not matter who could.
    List<ClipCurve> known = measured().stream().map(curve -> of(curve, other)).toList();
    Answer.Anchors answer =
        evaluator.run(
            new Job.Anchors("anchors/2", settings, listed(known), other), Heartbeats.none());
    assertThat(answer.curves()).isEqualTo(known);
  }

  private static ClipCurve of(ClipCurve curve, CurveOrigin origin) {
    return new ClipCurve(curve.clipSha256(), curve.frames(), curve.curve(), origin);
  }

  @Test
  void programsAreNotHeldAgainstCurvesOfAnotherMeasurementNorOfTwo() throws Exception {
    JobSettings settings = JobSettings.of(settings());
    ClipCurve curve = measured().getFirst();
    CurveOrigin later = new CurveOrigin(origin.ffmpeg(), origin.measurement() + 1);
    CurveOrigin other = new CurveOrigin("7.0", origin.measurement());
    for (List<ClipCurve> curves :
        List.of(List.of(of(curve, later)), List.of(curve, of(curve, other)))) {
      Job.Evaluate job =
          new Job.Evaluate(
              "exp_iter1_x/1",
              settings,
              stored(Toy.honest()),
              listed(curves),
              "",
              OptionalDouble.empty());
      assertThatThrownBy(() -> evaluator.run(job, Heartbeats.none()))
          .isInstanceOfSatisfying(
              InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
          .hasMessageContaining(WORKER)
          .hasMessageContaining(curves.getLast().origin().toString());
    }
  }
}
