package dev.codecsmith.cluster.server;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.sandbox.InfrastructureException;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a Temporal server. */
public final class TemporalServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporalServer.class);

  /** How often figures of the connection are passed on. */
  private static final Duration REPORTED = Duration.ofSeconds(5);

  private static final long PATIENCE_SECONDS = 10;

  private final ServerAddress address;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final @Nullable Scope figures;

  private TemporalServer(
      ServerAddress address,
      WorkflowServiceStubs stubs,
      WorkflowClient client,
      @Nullable Scope figures) {
    this.address = address;
    this.stubs = stubs;
    this.client = client;
    this.figures = figures;
  }

  /**
   * Connects, as soon as something is asked of it.
   *
   * @param identity names this process there
   * @throws IOException with a sentence if a file with a certificate or a key cannot be used
   */
  public static TemporalServer at(ServerAddress address, String identity) throws IOException {
    return at(address, identity, Optional.empty());
  }

  /**
   * The same with figures.
   *
   * @param figures takes those of the connection and of what is done by it
   */
  public static TemporalServer at(
      ServerAddress address, String identity, Optional<MeterRegistry> figures) throws IOException {
    WorkflowServiceStubsOptions.Builder options =
        WorkflowServiceStubsOptions.newBuilder().setTarget(address.target());
    if (address.tls().isPresent()) {
      options.setSslContext(TlsContext.of(address.tls().get()));
    }
    address.apiKey().ifPresent(key -> options.addApiKey(() -> key));
    Scope scope =
        figures
            .map(registry ->
                new RootScopeBuilder()
                    .reporter(new MicrometerClientStatsReporter(registry))
                    .reportEvery(REPORTED))
            .orElse(null);
    if (scope != null) {
      options.setMetricsScope(scope);
    }
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options.build());
    return new TemporalServer(
        address,
        stubs,
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setNamespace(address.namespace())
                .setIdentity(identity)
                .setDataConverter(JsonPayloads.converter())
                .build()),
        scope);
  }

  public ServerAddress address() {
    return address;
  }

  public WorkflowClient client() {
    return client;
  }

  public WorkflowServiceStubs stubs() {
    return stubs;
  }

  /**
   * Makes sure that the namespace is there.
   *
   * @throws InfrastructureException with a sentence; a lasting one if it is not
   */
  public void requireNamespace() throws InfrastructureException {
    try {
      var _ =
          stubs
              .blockingStub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .describeNamespace(
                  DescribeNamespaceRequest.newBuilder().setNamespace(address.namespace()).build());
    } catch (RuntimeException e) {
      throw TemporalFaults.of(address, e);
    }
  }

  /**
   * Makes sure that waiting for it is not in vain: one that is away may come, and is passed over.
   *
   * @throws InfrastructureException with a sentence if it says no to all that could be asked
   */
  public void requireUsable() throws InfrastructureException {
    try {
      requireNamespace();
    } catch (JobLostException e) {
      LOG.info("{}", e.getMessage());
    }
  }

  /**
   * Whether the connection is broken and could not be made anew yet; the server is not asked. One
   * that nothing was asked of yet is not.
   */
  public boolean isAway() {
    return switch (stubs.getRawChannel().getState(false)) {
      case CONNECTING, TRANSIENT_FAILURE -> true;
      case IDLE, READY, SHUTDOWN -> false;
    };
  }

  /** Of the server; empty where it does not tell. */
  public String version() throws InfrastructureException {
    try {
      return stubs
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance())
          .getServerVersion();
    } catch (RuntimeException e) {
      throw TemporalFaults.of(address, e);
    }
  }

  /** What its operators are asked for, over the same connection. */
  OperatorServiceStubs operators() {
    return OperatorServiceStubs.newServiceStubs(
        OperatorServiceStubsOptions.newBuilder()
            .setChannel(stubs.getRawChannel())
            .validateAndBuildWithDefaults());
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    if (figures != null) {
      try {
        figures.close();
      } catch (ScopeCloseException e) {
        LOG.debug("the last figures of {} are lost", address, e);
      }
    }
  }
}
