package dev.codecsmith.service.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.service.protocol.RunId;
import dev.codecsmith.service.protocol.Submission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CalibratedWorkTest {
  private final List<String> order = new ArrayList<>();
  private final Work work =
      new CalibratedWork(
          (submission, _) -> {
            order.add("done: " + submission.id());
            return JsonNodeFactory.instance.objectNode();
          },
          () -> order.add("calibrated"));

  private void run(Job<?> job) throws Exception {
    ObjectNode _ =
        work.run(new Submission.OfJob(RunId.ofJob(job.attempt()), "print", job), Heartbeats.none());
  }

  @Test
  void aProgramIsRunWhenTheSpeedOfTheMachineIsKnown() throws Exception {
    run(Jobs.trial("exp_iter1_x/1"));
    assertThat(order).containsExactly("calibrated", "done: " + RunId.ofJob("exp_iter1_x/1"));
  }

  @Test
  void anchorsWhichHaveNoLimitsWaitForNothing() throws Exception {
    run(
        new Job.Anchors(
            "anchors/1", Jobs.trial("x/1").settings(), "", new CurveOrigin("8.1.2", 1)));
    assertThat(order).containsExactly("done: " + RunId.ofJob("anchors/1"));
  }
}
