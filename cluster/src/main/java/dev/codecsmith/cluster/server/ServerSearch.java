package dev.codecsmith.cluster.server;

import static java.util.stream.Collectors.joining;

import io.grpc.Status;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What workflows can be found by at a server. */
public final class ServerSearch {
  private static final Logger LOG = LoggerFactory.getLogger(ServerSearch.class);
  private static final long PATIENCE_SECONDS = 10;

  /**
   * A server hears of new attributes everywhere within seconds; with Elasticsearch, in a minute.
   */
  private static final int LOOKS = 140;

  private static final Duration PAUSE = Duration.ofMillis(500);

  private ServerSearch() {}

  /**
   * Has a server know some attributes, and waits until it takes workflows that have them.
   *
   * @return whether it does: some let only their operators say so, and some know none
   */
  public static boolean make(TemporalServer server, Collection<SearchAttributeKey<?>> attributes) {
    try {
      return !addMissing(server, attributes) || isSoonKnown(server, attributes);
    } catch (RuntimeException e) {
      Optional<Status> status = TemporalFaults.status(e);
      if (status.filter(each -> each.getCode() == Status.Code.ALREADY_EXISTS).isPresent()
          // An operator may have added them for whoever is refused.
          || search(server, attributes) == Status.Code.OK) {
        return true;
      }
      LOG.info(
          "Jobs cannot be searched for by campaign, iteration, status and score at {}: {}. Its"
              + " operator can add the attributes {}.",
          server.address(),
          TemporalFaults.sentence(server.address(), e),
          attributes.stream().map(SearchAttributeKey::getName).toList());
      return false;
    }
  }

  /** Adds those that it does not know; false if it knows all. */
  private static boolean addMissing(
      TemporalServer server, Collection<SearchAttributeKey<?>> attributes) {
    OperatorServiceStubs operators = server.operators();
    String namespace = server.address().namespace();
    Set<String> missing = new TreeSet<>();
    attributes.forEach(each -> missing.add(each.getName()));
    missing.removeAll(known(operators, namespace));
    if (missing.isEmpty()) {
      return false;
    }
    AddSearchAttributesRequest.Builder wanted =
        AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
    for (SearchAttributeKey<?> each : attributes) {
      if (missing.contains(each.getName())) {
        wanted.putSearchAttributes(each.getName(), each.getValueType());
      }
    }
    var _ =
        operators
            .blockingStub()
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .addSearchAttributes(wanted.build());
    return true;
  }

  private static Set<String> known(OperatorServiceStubs operators, String namespace) {
    try {
      return operators
          .blockingStub()
          .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .listSearchAttributes(
              ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
          .getCustomAttributesMap()
          .keySet();
    } catch (RuntimeException e) {
      if (TemporalFaults.status(e)
          .filter(each -> each.getCode() == Status.Code.UNIMPLEMENTED)
          .isPresent()) {
        return Set.of();
      }
      throw e;
    }
  }

  /** A server refuses workflows with attributes that it was told of a moment ago. */
  private static boolean isSoonKnown(
      TemporalServer server, Collection<SearchAttributeKey<?>> attributes) {
    for (int i = 0; i < LOOKS; i++) {
      if (search(server, attributes) != Status.Code.INVALID_ARGUMENT) {
        return true;
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    LOG.info(
        "Jobs cannot be searched for at {}, which does not know yet by what.", server.address());
    return false;
  }

  /** What a server answers to whoever searches by them. */
  private static Status.Code search(
      TemporalServer server, Collection<SearchAttributeKey<?>> attributes) {
    String query =
        attributes.stream()
            .map(each ->
                each.getName()
                    + (each.getValueType() == IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
                        ? " = 'none'"
                        : " = 0"))
            .collect(joining(" AND "));
    try {
      var _ =
          server
              .stubs()
              .blockingStub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .listWorkflowExecutions(
                  ListWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(server.address().namespace())
                      .setPageSize(1)
                      .setQuery(query)
                      .build());
      return Status.Code.OK;
    } catch (RuntimeException e) {
      return TemporalFaults.status(e).map(Status::getCode).orElse(Status.Code.UNKNOWN);
    }
  }
}
