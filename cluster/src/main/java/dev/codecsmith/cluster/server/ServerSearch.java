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
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(70);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private ServerSearch() {}

  /**
   * Has a server know some attributes, and waits until it takes workflows that have them, whoever
   * added them: another process may have done so a moment ago.
   *
   * @return whether it does: some let only their operators say so, and some know none
   */
  public static boolean make(TemporalServer server, Collection<SearchAttributeKey<?>> attributes) {
    try {
      addMissing(server, attributes);
      return isSoonKnown(server, attributes);
    } catch (RuntimeException e) {
      if (TemporalFaults.status(e)
          .filter(each -> each.getCode() == Status.Code.ALREADY_EXISTS)
          .isPresent()) {
        return isSoonKnown(server, attributes);
      }
      // An operator may have added them for whoever is refused.
      if (search(server, attributes) == Status.Code.OK) {
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

  /** Adds those that it does not know. */
  private static void addMissing(
      TemporalServer server, Collection<SearchAttributeKey<?>> attributes) {
    OperatorServiceStubs operators = server.operators();
    String namespace = server.address().namespace();
    Set<String> missing = new TreeSet<>();
    attributes.forEach(each -> missing.add(each.getName()));
    missing.removeAll(known(operators, namespace));
    if (missing.isEmpty()) {
      return;
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

  /**
   * A server refuses workflows with attributes that it was told of a moment ago, and lists them
   * before it takes them. One that answers no queries is taken at its word.
   */
  private static boolean isSoonKnown(
      TemporalServer server, Collection<SearchAttributeKey<?>> attributes) {
    long begun = System.nanoTime();
    do {
      switch (search(server, attributes)) {
        case OK, UNIMPLEMENTED -> {
          return true;
        }
        case PERMISSION_DENIED, UNAUTHENTICATED -> {
          LOG.info(
              "Jobs cannot be searched for at {}, which does not let this process ask whether it"
                  + " knows by what.",
              server.address());
          return false;
        }
        default -> {
          // It does not know them yet, or could not say.
        }
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    } while (System.nanoTime() - begun < LONGEST_WAIT.toNanos());
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
