package dev.codecsmith.metrics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class CrewTest {

  @Test
  void everyTaskRunsOnceInEveryOfManyJobs() {
    try (Crew crew = new Crew(4)) {
      for (int job = 0; job < 2_000; job++) {
        int tasks = job % 23;
        AtomicIntegerArray runs = new AtomicIntegerArray(23);
        crew.run(tasks, (task, worker) -> runs.incrementAndGet(task));
        for (int task = 0; task < 23; task++) {
          assertThat(runs.get(task)).isEqualTo(task < tasks ? 1 : 0);
        }
      }
    }
  }

  @Test
  void allThreadsWorkAtTheSameTime() {
    CountDownLatch everyoneIsHere = new CountDownLatch(3);
    AtomicIntegerArray workers = new AtomicIntegerArray(3);
    try (Crew crew = new Crew(3)) {
      crew.run(
          3,
          (task, worker) -> {
            workers.incrementAndGet(worker);
            everyoneIsHere.countDown();
            try {
              everyoneIsHere.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
    assertThat(workers).hasToString("[1, 1, 1]");
  }

  @Test
  void aFailureOfATaskIsThrownAndTheCrewGoesOn() {
    try (Crew crew = new Crew(2)) {
      assertThatThrownBy(() ->
              crew.run(
                  8,
                  (task, worker) -> {
                    if (task == 5) {
                      throw new IllegalStateException("task 5");
                    }
                  }))
          .hasMessage("task 5");
      AtomicIntegerArray runs = new AtomicIntegerArray(1);
      crew.run(8, (task, worker) -> runs.incrementAndGet(0));
      assertThat(runs.get(0)).isEqualTo(8);
    }
  }
}
