package dev.codecsmith.service.meters;

import dev.codecsmith.service.worker.RunState;
import dev.codecsmith.service.worker.Worker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Figures of a worker, for any registry. */
public final class WorkerMeters implements MeterBinder {
  private final Worker worker;

  public WorkerMeters(Worker worker) {
    this.worker = worker;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("codecsmith.worker.running", worker, w -> w.count(RunState.RUNNING))
        .description("Submissions that are worked on")
        .register(registry);
    Gauge.builder("codecsmith.worker.queued", worker, w -> w.count(RunState.QUEUED))
        .description("Submissions that wait")
        .register(registry);
    Gauge.builder("codecsmith.worker.slots", worker, w -> w.settings().slots())
        .description("Submissions that can be worked on at once")
        .register(registry);
    FunctionCounter.builder("codecsmith.worker.done", worker, Worker::done)
        .description("Submissions that ended with a result")
        .register(registry);
    FunctionCounter.builder("codecsmith.worker.failed", worker, Worker::failed)
        .description("Submissions that ended with a fault of the machine")
        .register(registry);
  }
}
